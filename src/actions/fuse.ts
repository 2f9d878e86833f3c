import { fail } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Cloud } from '../ports/cloud.ts'
import { type Bootstrap, findBootstrap } from '../stack/bootstrap/find.ts'
import { createFuse, type Fuse } from '../stack/create/fuse.ts'
import type { Run } from './run.ts'

/** What the account's bootstrap offers to the replica that is to be made; both absent where there is none. */
export interface Provisions {
  fuse?: Fuse
  stagingBucket?: string
}

/** Tells how to get a fuse where there is none. Throws `bootstrap.fuse_missing` where replica.yml insists on one. */
export async function findProvisions(run: Run, cloud: Cloud): Promise<Provisions> {
  const found = await findBootstrap({ cloud })
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
  return fuseOf(run, await findBootstrap({ cloud }), cloud)
}

/** Of replicas of which it is proven that they are gone. What is left of a fuse does no harm, so that a failure is only told. */
export async function putOutFuses(replicaIds: readonly string[], ports: { cloud: Cloud; clock: Clock; emit: Emit }): Promise<void> {
  if (replicaIds.length === 0) return
  try {
    const { fuse } = await findBootstrap(ports)
    if (fuse === undefined) return
    for (const replicaId of replicaIds) await createFuse(replicaId, fuse, ports).putOut()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    ports.emit('fuse.kept', { replicaId: replicaIds.join(', '), reason })
  }
}

function fuseOf(run: Run, found: Bootstrap, cloud: Cloud): Fuse | undefined {
  if (found.fuse === undefined) return undefined
  return createFuse(run.identity.replicaId, found.fuse, { cloud, clock: run.ports.clock, emit: run.emit })
}
