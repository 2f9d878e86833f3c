import { dirname, join } from 'node:path'
import { fail } from '../../errors.ts'
import type { IntegrateOptions } from '../../rehearsal/integrate.ts'
import type { Replica } from '../../stack/types.ts'
import type { Run } from '../run.ts'
import { attendWork } from './attend.ts'
import { type Errand, openErrand } from './errand.ts'
import { hostFiles, type Task, type TaskResult } from './orders.ts'
import { prepareHost } from './prepare.ts'
import { reviveError } from './stored-error.ts'

/**
 * Does a task on a host of the replica: sends this helper and the checkout there through the staging bucket, starts it by
 * Systems Manager, and brings back what it found. The same code runs there as here would. What it throws there is thrown here;
 * beside that `host.*`, `parcel.*` and `cloud.*`. Nothing is left in the bucket.
 */
export async function workOnHost(task: Task, host: string, run: Run, replica: Replica, share: IntegrateOptions = {}): Promise<TaskResult> {
  const errand = await openErrand(task, host, run, replica, share)
  try {
    const prepared = await prepareHost(errand)
    return await unpackResult(errand, await attendWork(errand, prepared, await readSecrets(errand)))
  } finally {
    await clear(errand)
  }
}

async function readSecrets({ cloud, replica, run }: Errand): Promise<Record<string, Record<string, string>>> {
  const read = Object.values(replica.stores).map(async ({ secretArn }) => [secretArn, await cloud.secrets.read(secretArn)] as const)
  const secrets = Object.fromEntries(await Promise.all(read))
  for (const { password } of Object.values(secrets)) if (password !== undefined) run.ports.output.hide(password)
  return secrets
}

async function unpackResult({ run, host }: Errand, content: Uint8Array): Promise<TaskResult> {
  const { files, parcels } = run.ports
  await parcels.unpack(content, run.results.folder)
  const path = join(run.results.folder, hostFiles.result)
  const text = (await files.readText(path)) ?? '{}'
  await files.remove(path)
  const result = JSON.parse(text) as TaskResult
  if (result.failure === undefined) return result
  const bad = () => fail('host.work_failed', { host, status: 'with an error that is not known here', reason: '' })
  throw reviveError(result.failure) ?? bad()
}

/** The bucket's lifecycle is behind it. */
async function clear({ cloud, bucket, prefix, replica, run }: Errand): Promise<void> {
  await cloud.buckets.removeBelow(bucket, prefix).catch((error: unknown) => {
    run.emit('staging.kept', {
      replicaId: `${replica.id} (${dirname(prefix)})`,
      reason: error instanceof Error ? error.message : String(error),
    })
  })
}
