import pg from 'pg'

/** A server, as any client knows it. Nothing here uses the product's code. */
export interface Server {
  host: string
  port: number
  user: string
  password: string
}

/** Rows as text. */
export type Rows = (string | null)[][]

/** Runs SQL texts, one after another, on a connection of their own. Gives the rows of every statement of the last text. */
export async function runSql(server: Server, database: string, ...texts: ((last: Rows[]) => string)[] | string[]): Promise<Rows[]> {
  const client = new pg.Client({ ...server, database })
  await client.connect()
  try {
    let last: Rows[] = []
    for (const text of texts) last = await rowsOf(client, typeof text === 'string' ? text : text(last))
    return last
  } finally {
    await client.end()
  }
}

async function rowsOf(client: pg.Client, text: string): Promise<Rows[]> {
  if (text === '') return []
  const result: unknown = await client.query({ text, rowMode: 'array', types: { getTypeParser: () => (value: string) => value } })
  const results = (Array.isArray(result) ? result : [result]) as { rows?: Rows }[]
  return results.map(({ rows }) => rows ?? [])
}

/** A plain copy. Sessions that are just ending are waited for. */
export async function copyDatabase(server: Server, from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1)
    try {
      await runSql(server, 'postgres', `CREATE DATABASE "${to}" TEMPLATE "${from}" STRATEGY file_copy`)
      return
    } catch (error) {
      if (attempt >= 100 || (error as { code?: string }).code !== '55006') throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
}

export async function dropDatabase(server: Server, name: string): Promise<void> {
  await runSql(server, 'postgres', `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
}
