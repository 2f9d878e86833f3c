import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

/** What keeps replicas from being taken away, made or extended, beside their stacks. */
export const replicaErrors = {
  'resource.not_ours': (c: { type: string; id: string; replicaId: string }): ErrorText => ({
    message: `it does not carry the tag of ${c.replicaId}, so it was left as it is.`,
    place: `${c.id} (${c.type})`,
    remedy: 'Look whose it is; if it is a leftover of a replica, delete it by hand.',
    exitCode: ExitCode.inconclusive,
  }),
  'resource.change_failed': (c: { reason: string }): ErrorText => ({
    message: `AWS could not do it: ${c.reason}`,
    remedy: 'Mend what the reason names, then run again.',
    exitCode: ExitCode.inconclusive,
  }),
} satisfies Catalogue
