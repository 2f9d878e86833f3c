import { ExitCode, fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { extendReplica } from '../stack/expiry/extend.ts'
import { findFuse } from './fuse.ts'
import { openRun, type RunOptions } from './run.ts'

/** Moves the expiry of a replica to `--ttl` (replica.ttl without it) from now. */
export async function extend(options: RunOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const { replicaId } = run.identity
  const cloud = await run.cloud()
  const life = { ttlMs: run.ttlMs, maxTtlMs: run.spec.replica.maxTtlMs }
  const fuse = await findFuse(run, cloud)
  const world = { cloud, clock: ports.clock, emit: run.emit, budget: run.budget, signal: ports.interrupted }
  const expiresAt = await extendReplica(replicaId, life, { ...world, ...(fuse === undefined ? {} : { fuse }) })
  if (expiresAt === undefined) throw fail('cli.no_replica', { replicaId, region: cloud.region })
  ports.output.print(
    run.json ? `${JSON.stringify({ id: replicaId, expiresAt }, null, 2)}\n` : `replica ${replicaId} lives until ${expiresAt}\n`,
  )
  return ExitCode.passed
}
