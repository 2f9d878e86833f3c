import { ExitCode } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { formatTable } from '../report/table.ts'
import { listReplicas } from '../stack/find.ts'
import type { Replica } from '../stack/types.ts'

export interface ListOptions {
  json: boolean
  region?: string | undefined
}

/** Shows every replica of the account and region, found by tags alone. */
export async function list(options: ListOptions, ports: Ports): Promise<ExitCode> {
  const replicas = await listReplicas({ cloud: await ports.cloud(options.region) })
  const text = options.json ? `${JSON.stringify(replicas, null, 2)}\n` : formatReplicas(replicas, ports)
  ports.output.print(text)
  return ExitCode.passed
}

function formatReplicas(replicas: readonly Replica[], ports: Ports): string {
  if (replicas.length === 0) return 'no replicas\n'
  const now = ports.clock.now().getTime()
  const rows = replicas.map((replica) => [
    replica.id,
    replica.owner,
    String(replica.stacks.length),
    replica.stacks.map((stack) => stack.status).every((status) => status.endsWith('_COMPLETE')) ? 'up' : 'in motion or failed',
    Date.parse(replica.expiresAt) < now ? `${replica.expiresAt} (expired)` : replica.expiresAt,
  ])
  return formatTable([['replica', 'owner', 'stacks', 'state', 'expires'], ...rows], { columns: ports.output.columns })
}
