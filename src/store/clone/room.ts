import type { Session } from '../../ports/databases.ts'

/** What one part of the graph needs on each of its three clones: who looks, who works, and a few that pipelines open. */
const connectionsOfPart = 3 * 5

/** How many parts of the graph a server has connections for at a time, at least one. `stores` of them are on this server. */
export async function partsThatFit(session: Session, stores: number): Promise<number> {
  const [row] = await session.query<{ free: string }>(
    `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
            - coalesce(nullif(current_setting('reserved_connections', true), '')::int, 0)
            - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS free`,
  )
  return Math.max(1, Math.floor(Number(row?.free ?? 0) / (connectionsOfPart * Math.max(1, stores))))
}
