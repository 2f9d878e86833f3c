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
  'replica.not_due': (c: { stack: string; replicaId: string }): ErrorText => ({
    message: `${c.replicaId} was extended, or taken into use, while it was about to be deleted; it was left as it is.`,
    place: c.stack,
    remedy: 'Nothing has to be done: it is deleted after its new expiry.',
    exitCode: ExitCode.inconclusive,
  }),
  'replica.not_extendable': (c: { stack: string; replicaId: string; status: string }): ErrorText => ({
    message: `the expiry of ${c.replicaId} cannot be moved while this stack is ${c.status}.`,
    place: c.stack,
    remedy: c.status.endsWith('_IN_PROGRESS')
      ? 'Wait until it has come to rest, then run again.'
      : 'Make the replica anew: this one is broken.',
    exitCode: ExitCode.inconclusive,
  }),
  'replica.life_too_long': (c: { replicaId: string; until: string; latest: string; longest: string }): ErrorText => ({
    message: `${c.replicaId} would live until ${c.until}, but may live until ${c.latest} at most: ${c.longest} from its creation.`,
    remedy: 'Give a shorter --ttl, or set replica.max-ttl in replica.yml.',
    exitCode: ExitCode.badInput,
  }),
  'replica.too_many': (c: { project: string; atMost: number; up: readonly string[] }): ErrorText => ({
    message: `${c.project} has ${c.up.length} replicas up, and ${c.atMost} at most are allowed: ${c.up.join('; ')}.`,
    remedy:
      'Wait with --wait 30m, tear one down (prod-replica teardown --id ID), run prod-replica reap, or raise replica.at-most in replica.yml.',
    exitCode: ExitCode.inconclusive,
  }),
} satisfies Catalogue
