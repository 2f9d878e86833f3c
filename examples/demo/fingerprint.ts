import { createHash } from 'node:crypto'
import { DescribeStacksCommand, GetTemplateCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import type { Clients } from './clients.ts'
import { type DatabaseAccess, withClient } from './databases.ts'
import { productionStacks } from './deploy.ts'

export interface Fingerprint {
  tables: number
  rows: number
  /** Of every row of every table, and of every stack: its template, parameters, tags, outputs and physical ids. */
  hash: string
}

/** All of production, as a few characters to compare. */
export async function fingerprintProduction(clients: Clients, databases: readonly DatabaseAccess[]): Promise<Fingerprint> {
  const tables = (await Promise.all(databases.map(readTables))).flat()
  const stacks = await Promise.all(productionStacks.map((name) => readStack(clients, name)))
  const hash = createHash('sha256').update(JSON.stringify({ tables, stacks })).digest('hex')
  return { tables: tables.length, rows: tables.reduce((sum, table) => sum + table.rows, 0), hash: hash.slice(0, 16) }
}

interface TableContent {
  name: string
  rows: number
  hash: string
}

async function readTables(access: DatabaseAccess): Promise<TableContent[]> {
  return await withClient(access, async (client) => {
    const { rows: names } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    )
    const contents: TableContent[] = []
    for (const { name } of names) {
      const { rows } = await client.query<{ rows: number; hash: string }>(
        `SELECT count(*)::int AS rows, coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS hash FROM ${name} t`,
      )
      contents.push({ name: `${access.store}.${name}`, rows: rows[0]?.rows ?? 0, hash: rows[0]?.hash ?? '' })
    }
    return contents
  })
}

async function readStack(clients: Clients, name: string): Promise<object> {
  const { Stacks } = await clients.stacks.send(new DescribeStacksCommand({ StackName: name }))
  const { TemplateBody } = await clients.stacks.send(new GetTemplateCommand({ StackName: name }))
  const { StackResourceSummaries = [] } = await clients.stacks.send(new ListStackResourcesCommand({ StackName: name }))
  const { StackStatus, Parameters, Tags, Outputs, LastUpdatedTime } = Stacks?.[0] ?? {}
  const resources = StackResourceSummaries.map((resource) => [
    resource.LogicalResourceId,
    resource.PhysicalResourceId,
    resource.ResourceStatus,
    resource.LastUpdatedTimestamp,
  ])
  return { name, StackStatus, LastUpdatedTime, Parameters, Tags, Outputs, TemplateBody, resources }
}
