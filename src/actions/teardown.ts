import { ExitCode } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { deleteReplica } from '../stack/delete/delete.ts'
import { clearStaging } from '../stack/staging.ts'
import { putOutFuse } from './fuse.ts'
import { keepTimeline } from './report.ts'
import type { Teardown } from './results.ts'
import { openRun, type Run, type RunOptions } from './run.ts'
import { mergeVerdicts } from './shards.ts'

/** Deletes the replica of this run. Exit 3 with the list of survivors where something is left. Writes teardown.json. */
export async function teardown(options: RunOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const result = await tearDown(run)
  ports.output.print(run.json ? `${JSON.stringify(result, null, 2)}\n` : formatTeardown(run.identity.replicaId, result))
  await keepTimeline(run)
  await mergeVerdicts(run, { replica: await run.results.replica().catch(() => undefined), teardown: result })
  return result.survivors.length === 0 ? ExitCode.passed : ExitCode.inconclusive
}

/** The teardown itself. It is not interrupted: what cleans up carries on. */
export async function tearDown(run: Run): Promise<Teardown> {
  run.emit('rehearsal.phase_started', { phase: 'teardown' })
  const cloud = await run.cloud('teardown')
  const ports = { cloud, clock: run.ports.clock, emit: run.emit, budget: run.budget }
  const result = await deleteReplica(run.identity.replicaId, ports, { begun: begunIn(run) })
  if (result.survivors.length === 0) await putOutFuse(run, cloud)
  await clearStaging([run.identity.replicaId], ports, run.stagingBucket)
  await run.results.writeJson('teardown.json', result)
  return result
}

/** Names of the stacks that this run has begun, or found and carried on with. */
function begunIn({ events }: Run): string[] {
  const begun = events.filter((event) => event.code === 'stack.create_started' || event.code === 'replica.adopted')
  return [...new Set(begun.map(({ data }) => (data as { stack: string }).stack))]
}

function formatTeardown(replicaId: string, { deleted, survivors }: Teardown): string {
  if (survivors.length > 0) return `replica ${replicaId}: these are still there:\n${survivors.map((name) => `  ${name}\n`).join('')}`
  return deleted.length === 0
    ? `replica ${replicaId}: there was nothing to delete\n`
    : `replica ${replicaId} is gone: ${deleted.length} stacks deleted\n`
}
