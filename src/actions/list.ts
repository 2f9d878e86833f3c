import { identifyRun } from '../circleci/identity.ts'
import { oidcTokenOf } from '../circleci/oidc.ts'
import { ExitCode } from '../errors.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { Ports } from '../ports/index.ts'
import { cleanLine } from '../report/clean.ts'
import { formatTable } from '../report/table.ts'
import { formatSeconds } from '../report/words.ts'
import { listReplicas } from '../stack/replica/find.ts'
import { expiryMsOf, type ReplicaOverview } from '../stack/replica/overview.ts'
import { openClouds } from './clouds.ts'
import { openJournal } from './journal.ts'
import { readPlace } from './team-file.ts'

export interface ListOptions {
  config: string
  json: boolean
  region?: string | undefined
  role?: string | undefined
  local?: string | undefined
}

/** Shows every replica of the account and region, found by tags alone. */
export async function list(options: ListOptions, ports: Ports): Promise<ExitCode> {
  const replicas = await listReplicas({ cloud: await cloudFor(options, ports), clock: ports.clock })
  const text = options.json ? `${JSON.stringify(replicas, null, 2)}\n` : formatReplicas(replicas, ports)
  ports.output.print(text)
  return ExitCode.passed
}

/**
 * Who needs a role for it says which, or has CI's token for one, and who is bound to some accounts must be known; otherwise
 * nothing but the list itself is called.
 */
async function cloudFor(options: ListOptions, ports: Ports): Promise<Cloud> {
  const { aws, ...where } = await readPlace(options, ports)
  const isAnyone = options.role === undefined && oidcTokenOf(ports.environment) === undefined && aws.accounts.length === 0
  if (isAnyone) return await ports.cloud(where.region)
  const identity = identifyRun(ports.environment, await ports.revisions.current())
  return await openClouds({ ...options, ...where }, aws, identity, { ...ports, emit: openJournal(ports).emit }).as()
}

const header = ['replica', 'owner', 'age', 'expires in', 'state', 'stacks', 'USD/h', 'kept by']

function formatReplicas(replicas: readonly ReplicaOverview[], ports: Ports): string {
  if (replicas.length === 0) return 'no replicas\n'
  const nowMs = ports.clock.now().getTime()
  const rows = replicas.map((replica) => rowOf(replica, nowMs))
  return `${formatTable(rows, { columns: ports.output.columns, header })}\n`
}

/** Tags are written by whoever may tag: no text of theirs reaches the terminal as it is. */
function rowOf(replica: ReplicaOverview, nowMs: number): string[] {
  const leftMs = expiryMsOf(replica) - nowMs
  return [
    cleanLine(replica.id, 40),
    cleanLine(replica.owner, 80),
    formatSeconds((nowMs - Date.parse(replica.createdAt)) / 1000),
    leftMs > 0 ? formatSeconds(leftMs / 1000) : `expired ${formatSeconds(-leftMs / 1000)} ago`,
    replica.state,
    String(replica.stacks.length),
    replica.perHourUsd === undefined ? '?' : replica.perHourUsd.toFixed(2),
    replica.keptBy === undefined ? (replica.isExpired ? 'nothing: reap deletes it' : '') : cleanLine(replica.keptBy, 120),
  ]
}
