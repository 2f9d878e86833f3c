import { isReplicaError } from '../errors.ts'
import { readHostnames } from '../production/hostnames.ts'
import type { StoreHostnames } from '../rehearsal/hostnames/known.ts'
import type { Run } from './run.ts'

/**
 * Production's host names by store, for the rehearsal. None, and an event says so, where production cannot be read: a
 * pipeline that has a database of AWS's written into it is not run then.
 */
export async function productionHostnames(run: Run): Promise<StoreHostnames> {
  const ports = { files: run.ports.files, emit: () => {} }
  const { spec } = run
  try {
    const cloud = spec.production.stacks.length > 0 ? await run.production() : undefined
    return await readHostnames(spec, { cloud, ...ports })
  } catch (error) {
    if (!isReplicaError(error)) throw error
    run.emit('production.hostnames_unread', { reason: error.message })
    return {}
  }
}
