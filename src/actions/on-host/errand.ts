import { fail } from '../../errors.ts'
import type { Cloud } from '../../ports/cloud.ts'
import type { IntegrateOptions } from '../../rehearsal/integrate.ts'
import { findBootstrap } from '../../stack/bootstrap/find.ts'
import { stagingPrefix } from '../../stack/staging.ts'
import type { Replica } from '../../stack/types.ts'
import type { Run } from '../run.ts'
import type { Task } from './orders.ts'

/** One piece of work for one host. */
export interface Errand {
  task: Task
  /** How much of the pipelines. */
  share: IntegrateOptions
  run: Run
  replica: Replica
  cloud: Cloud
  /** The name that replica.yml knows the host by. */
  host: string
  instanceId: string
  /** Of this piece of work alone: letters and digits. */
  workId: string
  bucket: string
  /** What the keys of everything that is sent begin with. */
  prefix: string
}

/** Throws `host.not_online` and `host.no_bucket`. */
export async function openErrand(task: Task, host: string, run: Run, replica: Replica, share: IntegrateOptions = {}): Promise<Errand> {
  const cloud = await run.cloud()
  const bucket = run.stagingBucket ?? (await findBootstrap({ cloud, clock: run.ports.clock, budget: run.budget })).stagingBucket
  if (bucket === undefined) throw fail('host.no_bucket', { host, region: cloud.region })
  const address = replica.hosts[host]
  const found = address === undefined ? undefined : await cloud.hosts.find(address)
  if (found?.isOnline !== true) throw fail('host.not_online', { host, id: address?.id ?? 'unknown' })
  const workId = run.ports.entropy.hex(8)
  const prefix = `${stagingPrefix(replica.id)}work-${workId}/`
  return { task, share, run, replica, cloud, host, instanceId: found.instanceId, workId, bucket, prefix }
}
