import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

/** What there is to look at, by how far a host has come. */
const unreadyReasons = {
  unknown: {
    reason: 'its agent has never called',
    remedy:
      'Look whether the image has the SSM agent, whether its instance profile allows AmazonSSMManagedInstanceCore, and whether its subnet leads to Systems Manager (a NAT gateway, an internet gateway and a public address, or the endpoints ssm and ssmmessages). Or write run-on: runner.',
  },
  offline: {
    reason: 'its agent has called, but no longer does',
    remedy:
      'Look whether the instance is running, whether its disk or memory is used up, and whether its way to Systems Manager is still open.',
  },
  silent: {
    reason: 'its agent calls, but runs no command to its end',
    remedy: 'Look at the command’s details under Run Command in Systems Manager, and at the agent’s log on the host.',
  },
} as const

export const stackErrors = {
  'stack.already_exists': (c: { stack: string }): ErrorText => ({
    message: 'a stack of this name exists already.',
    place: c.stack,
    remedy: 'Run the command again: it looks at that stack, and carries on with it if it belongs to this replica.',
    exitCode: ExitCode.inconclusive,
  }),
  'stack.not_ours': (c: { stack: string; replicaId: string; found?: string }): ErrorText => ({
    message: `this stack ${c.found === undefined ? 'carries no prod-replica tags' : `belongs to replica ${c.found}`}, so it is not touched.`,
    place: c.stack,
    remedy: `Replica ${c.replicaId} needs the name: use another replica id, or remove that stack yourself.`,
    exitCode: ExitCode.badInput,
  }),
  'stack.create_failed': (c: { stack: string; logicalId?: string; type?: string; reason: string; hint?: string }): ErrorText => ({
    message: `CloudFormation could not create it: ${c.reason}`,
    place: c.logicalId === undefined ? c.stack : `${c.stack}/${c.logicalId} (${c.type ?? 'unknown type'})`,
    remedy: c.hint ?? 'Mend what the reason names, then run again; what is left of the replica is torn down or made anew.',
    exitCode: ExitCode.inconclusive,
  }),
  'stack.vanished': (c: { stack: string; status: string }): ErrorText => ({
    message: `someone else changed this stack while it was being created; it is ${c.status} now.`,
    place: c.stack,
    remedy: 'Look whether another run tears the same replica down, then run again.',
    exitCode: ExitCode.inconclusive,
  }),
  'stack.busy': (c: { stack: string; status: string }): ErrorText => ({
    message: `this stack has been ${c.status} for so long that it is not waited for any more.`,
    place: c.stack,
    remedy: 'Look at its events in the CloudFormation console; run again once it has come to rest.',
    exitCode: ExitCode.inconclusive,
  }),
  'stack.unknown_status': (c: { stack: string; status: string }): ErrorText => ({
    message: `this stack is ${c.status}, a status that this version does not know.`,
    place: c.stack,
    remedy: 'Tear the replica down and run again, or take a newer version.',
    exitCode: ExitCode.inconclusive,
  }),
  'stack.delete_failed': (c: { stack: string; reason: string }): ErrorText => ({
    message: `what an earlier run left could not be deleted: ${c.reason}`,
    place: c.stack,
    remedy: 'Run `prod-replica teardown`, which says what is in the way.',
    exitCode: ExitCode.inconclusive,
  }),
  'stack.template_too_large': (c: { stack: string; bytes: number; limit: number }): ErrorText => ({
    message: `the template has ${c.bytes} bytes, and CloudFormation takes ${c.limit} at most without a bucket to read it from.`,
    place: c.stack,
    remedy: 'Name a bucket of the same region with --staging-bucket.',
    exitCode: ExitCode.badInput,
  }),
  'stack.staging_needed': (c: { stack: string; nested: readonly string[] }): ErrorText => ({
    message: `CloudFormation reads the templates of nested stacks (${c.nested.join(', ')}) from a bucket, and none is named.`,
    place: c.stack,
    remedy: 'Name a bucket of the same region with --staging-bucket.',
    exitCode: ExitCode.badInput,
  }),
  'stack.host_unready': (c: { host: string; id: string; state: 'unknown' | 'offline' | 'silent' }): ErrorText => ({
    message: `Systems Manager cannot command it: ${unreadyReasons[c.state].reason}.`,
    place: `host ${c.host} (${c.id})`,
    remedy: unreadyReasons[c.state].remedy,
    exitCode: ExitCode.inconclusive,
  }),
} satisfies Catalogue
