import pg from 'pg'

/** A server, as any client knows it. Nothing here uses the product's code. */
export interface Server {
  host: string
  port: number
  user: string
  password: string
}

/** Runs SQL on a connection of its own; the rows of the last statement, as text. */
export async function runSql(server: Server, database: string, sql: string): Promise<(string | null)[][]> {
  const client = new pg.Client({ ...server, database })
  await client.connect()
  try {
    const result: unknown = await client.query({ text: sql, rowMode: 'array', types: { getTypeParser: () => (value: string) => value } })
    const last = (Array.isArray(result) ? result.at(-1) : result) as { rows?: (string | null)[][] }
    return last.rows ?? []
  } finally {
    await client.end()
  }
}

/** A plain copy. Sessions that are just ending are waited for. */
export async function copyDatabase(server: Server, from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1)
    try {
      await runSql(server, 'postgres', `CREATE DATABASE "${to}" TEMPLATE "${from}"`)
      return
    } catch (error) {
      if (attempt >= 100 || (error as { code?: string }).code !== '55006') throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
}

export async function dropDatabase(server: Server, name: string): Promise<void> {
  await runSql(server, 'postgres', `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
}
