import type { EventCatalogue } from './entry.ts'

export const stackEvents = {
  'replica.create_started': (d: {
    replicaId: string
    /** `seconds` is what each usually takes by itself. */
    stacks: readonly { stack: string; needs: readonly string[]; resources: number; seconds: number }[]
  }): string => `making replica ${d.replicaId}: ${d.stacks.length} stacks`,
  'stack.create_started': (d: { stack: string; resources: number }): string => `creating ${d.stack} (${d.resources} resources)`,
  'stack.resource_completed': (d: { stack: string; logicalId: string; type: string; seconds: number; done: number; of: number }): string =>
    `${d.done}/${d.of}  ${d.logicalId} (${d.type}) is up after ${d.seconds} s in ${d.stack}`,
  // The reason is kept for the end, where the error tells it with what to do.
  'stack.resource_failed': (d: { stack: string; logicalId: string; type: string; reason: string }): string =>
    `${d.stack}: ${d.logicalId} (${d.type}) failed; the cause follows at the end`,
  'stack.create_completed': (d: { stack: string; seconds: number }): string => `${d.stack} is up after ${d.seconds} s`,
  'stack.progressed': (d: {
    stack: string
    verb: 'create' | 'delete'
    done: number
    of: number
    /** With the seconds for which each has been open. */
    open: readonly { logicalId: string; seconds: number }[]
    /** Seconds that are expected to be left, and the resources that wait for one another which they are made of. */
    left: { seconds: number; path: readonly string[] }
  }): string => `${d.stack}: ${d.done} of ${d.of} resources ${d.verb}d, about ${d.left.seconds} s left`,
  'stack.waiting': (d: { stack: string; open: readonly string[]; seconds: number }): string =>
    `${d.stack}: still waiting after ${d.seconds} s for ${d.open.join(', ')}`,
  'stack.delete_started': (d: { stack: string }): string => `deleting ${d.stack}`,
  'stack.delete_completed': (d: { stack: string; seconds: number }): string => `${d.stack} is gone after ${d.seconds} s`,
  'replica.adopted': (d: { replicaId: string; stack: string }): string =>
    `${d.stack} of ${d.replicaId} is there already: carrying on with it`,
  'replica.kept': (d: { replicaId: string; until: string }): string => `${d.replicaId} stays up until ${d.until}, to be looked at`,
  'replica.plan_differs': (d: { replicaId: string; stack: string }): string =>
    `${d.stack} was made from another plan than this one; tear ${d.replicaId} down first to have the new one`,
  'stack.retried': (d: { stack: string; way: 'update' | 'standard' }): string =>
    d.way === 'update'
      ? `${d.stack}: a role or policy may not be in force yet, so what failed is tried once more`
      : `${d.stack}: express mode did not do, so the stack is made anew in standard mode`,
  'stack.replaced': (d: { stack: string; status: string }): string => `${d.stack} is ${d.status}: deleting it, to make it again`,
  'stack.delete_failed': (d: { stack: string; reason: string }): string => `${d.stack} could not be deleted: ${d.reason}`,
  'host.reached': (d: { host: string; seconds: number }): string => `${d.host} takes commands after ${d.seconds} s`,
  'bucket.emptied': (d: { stack: string; bucket: string; objects: number }): string =>
    `${d.stack}: emptied bucket ${d.bucket} (${d.objects} objects and versions)`,
} satisfies EventCatalogue
