/** Scripts as they run against production: its names, users and passwords are written into them. */
export const production = { name: 'app-db.xyz.us-east-1.rds.amazonaws.com', port: 5432 }

const { name } = production
const copy = 'INSERT INTO copied SELECT id, score FROM scores'

export const scripts = {
  'jobs/psql.sh': `psql -X -q "postgresql://root:of-production@${name}:5432/app" -c "${copy}"\n`,
  'jobs/with_psycopg.py': `import psycopg
with psycopg.connect(host="${name}", port=5432, user="root", password="of-production", dbname="app", sslmode="require") as connection:
    connection.execute("${copy}")
`,
  'jobs/with_pg8000.py': `import pg8000.dbapi
connection = pg8000.dbapi.connect(host="${name}", user="root", password="of-production", database="app")
connection.cursor().execute("${copy}")
connection.commit()
`,
  'jobs/node.mjs': `import pg from 'pg'
const client = new pg.Client('postgresql://root:of-production@${name}:5432/app')
await client.connect()
await client.query('${copy}')
await client.end()
`,
  'jobs/Jdbc.java': `import java.sql.*;
public class Jdbc {
  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:postgresql://${name}:5432/app?user=root&password=of-production")) {
      connection.createStatement().executeUpdate("${copy}");
    }
  }
}
`,
  'jobs/copy.R': `library(RPostgreSQL)
connection <- dbConnect(PostgreSQL(), host = "${name}", port = 5432, user = "root", password = "of-production", dbname = "app")
invisible(dbGetQuery(connection, "${copy}"))
invisible(dbDisconnect(connection))
`,
}

/** How each is started, by the name of its client. */
export function commands(python: string): Record<string, string> {
  return {
    psql: 'sh jobs/psql.sh',
    psycopg: `${python} jobs/with_psycopg.py`,
    pg8000: `${python} jobs/with_pg8000.py`,
    node: 'node jobs/node.mjs',
    jdbc: 'java -cp /usr/share/java/postgresql.jar jobs/Jdbc.java',
    r: 'Rscript jobs/copy.R',
  }
}
