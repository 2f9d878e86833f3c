import { fail } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Cloud } from '../ports/cloud.ts'
import { type Bootstrap, findBootstrap } from '../stack/bootstrap/find.ts'
import type { Budget } from '../stack/budget/budget.ts'
import { createFuse, type Fuse } from '../stack/create/fuse.ts'
import { removeSpentFuses } from '../stack/expiry/spent-fuses.ts'
import { fleetOf } from '../stack/watch/fleet.ts'
import type { Run } from './run.ts'

/** What the account's bootstrap offers to the replica that is to be made; both absent where there is none. */
export interface Provisions {
  fuse?: Fuse
  stagingBucket?: string
}

/** Tells how to get a fuse where there is none. Throws `bootstrap.fuse_missing` where replica.yml insists on one. */
export async function findProvisions(run: Run, cloud: Cloud): Promise<Provisions> {
  const ports = portsOf(run, cloud)
  await fleetOf(ports).recent() // whoever makes a replica asks for it next
  const found = await findBootstrap(ports)
  const stagingBucket = run.stagingBucket ?? found.stagingBucket
  const fuse = fuseOf(run, found, cloud)
  if (fuse === undefined) {
    if (run.spec.replica.requireFuse) throw fail('bootstrap.fuse_missing', { region: cloud.region })
    run.emit('fuse.left_out', { region: cloud.region })
  }
  return { ...(fuse === undefined ? {} : { fuse }), ...(stagingBucket === undefined ? {} : { stagingBucket }) }
}

/** The fuse of the run's replica; undefined where the account's bootstrap offers none. */
export async function findFuse(run: Run, cloud: Cloud): Promise<Fuse | undefined> {
  return fuseOf(run, await findBootstrap(portsOf(run, cloud)), cloud)
}

/** Of the run's replica, of which it is proven that it is gone. What is left of a fuse does no harm, so that a failure is only told. */
export async function putOutFuse(run: Run, cloud: Cloud): Promise<void> {
  await orTell([run.identity.replicaId], run.emit, async () => (await findFuse(run, cloud))?.putOut())
}

/** Of replicas of which it is proven that they are gone, and of all others of which nothing is left. */
export async function sweepFuses(
  replicaIds: readonly string[],
  ports: { cloud: Cloud; clock: Clock; emit: Emit; budget: Budget },
): Promise<void> {
  await orTell(replicaIds, ports.emit, async () => {
    const { fuse } = await findBootstrap(ports)
    if (fuse !== undefined) await removeSpentFuses(replicaIds, fuse, ports)
  })
}

async function orTell(replicaIds: readonly string[], emit: Emit, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    emit('fuse.kept', { replicaIds, reason: error instanceof Error ? error.message : String(error) })
  }
}

function portsOf({ ports, budget }: Run, cloud: Cloud): { cloud: Cloud; clock: Clock; budget: Budget } {
  return { cloud, clock: ports.clock, budget }
}

function fuseOf(run: Run, { fuse }: Bootstrap, cloud: Cloud): Fuse | undefined {
  if (fuse === undefined) return undefined
  const setting = { ...fuse, longestLifeMs: run.spec.replica.maxTtlMs }
  return createFuse(run.identity.replicaId, setting, { cloud, clock: run.ports.clock, emit: run.emit })
}
