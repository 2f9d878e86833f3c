import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

const runner = 'or let the work be done on the runner (replica.run-on: runner) where that reaches the stores.'

/** Of the work that is done on a host of the replica, and of what is sent there. */
export const onHostErrors = {
  'host.not_online': (c: { host: string; id: string }): ErrorText => ({
    message: `the host ${c.host} (${c.id}) does not answer Systems Manager any more.`,
    remedy: `Look whether it still runs, and whether it reaches Systems Manager; ${runner}`,
    exitCode: ExitCode.inconclusive,
  }),
  'host.no_bucket': (c: { host: string; region: string }): ErrorText => ({
    message: `the work is to be done on the host ${c.host}, but ${c.region} has no staging bucket that it could be sent through.`,
    remedy: `Run prod-replica bootstrap once in this account and region, or name a bucket with --staging-bucket; ${runner}`,
    exitCode: ExitCode.badInput,
  }),
  'host.no_checkout': (c: { host: string; folder: string }): ErrorText => ({
    message: `the host ${c.host} gets what git knows, and ${c.folder} is no git checkout.`,
    remedy: `Run it in a git checkout (files that are not committed are sent too); ${runner}`,
    exitCode: ExitCode.badInput,
  }),
  'host.no_program': (c: { file: string }): ErrorText => ({
    message: `this is not the one-file helper (${c.file}), so that it cannot be sent to a host.`,
    remedy: 'Use dist/prod-replica.cjs, as the npm package and the orb do.',
    exitCode: ExitCode.badInput,
  }),
  'host.no_node': (c: { host: string; machine: string; runner: string }): ErrorText => ({
    message: `the host ${c.host} (${c.machine}) has no Node 20 or later, and the runner's own (${c.runner}) does not run there.`,
    remedy: 'Install Node 20 or later on the host, in its image or its start-up script, or use a runner of the same architecture.',
    exitCode: ExitCode.inconclusive,
  }),
  'host.not_prepared': (c: { host: string; step: string; reason: string }): ErrorText => ({
    message: `the host ${c.host} could not be prepared: ${c.step} failed${c.reason === '' ? '' : `: ${c.reason}`}.`,
    remedy: 'The host needs a way to S3 (a NAT gateway or an endpoint), curl, wget or Python, gzip, and some free space in /var/tmp.',
    exitCode: ExitCode.inconclusive,
  }),
  'host.lost': (c: { host: string; seconds: number; reason: string }): ErrorText => ({
    message: `nothing was heard of the work on the host ${c.host} for ${c.seconds} s: ${c.reason}.`,
    remedy: 'Run it again. If it happens again, the host may be too small for the work: give it another size in replica.size.',
    exitCode: ExitCode.inconclusive,
  }),
  'host.work_failed': (c: { host: string; status: string; reason: string }): ErrorText => ({
    message: `the work on the host ${c.host} ended without a result (${c.status})${c.reason === '' ? '' : `: ${c.reason}`}.`,
    remedy: 'Run it again. If it happens again, the host may have too little memory or space: give it another size in replica.size.',
    exitCode: ExitCode.inconclusive,
  }),
  'host.caller_lost': (c: { seconds: number }): ErrorText => ({
    message: `whoever asked for this work was not heard of for ${c.seconds} s.`,
    remedy: 'Nothing: the work has been ended.',
    exitCode: ExitCode.inconclusive,
  }),
  'host.orders_lost': (_: Record<string, never>): ErrorText => ({
    message: 'there are no orders to work by: they were taken away, or sealed for another host.',
    remedy: 'Nothing: this command is started by run-integration alone.',
    exitCode: ExitCode.badInput,
  }),
  'parcel.link_outside': (c: { path: string; target: string }): ErrorText => ({
    message: `this link leads out of the checkout (to ${c.target}), where the host has nothing.`,
    place: c.path,
    remedy: 'Let it lead to a file of the checkout, or let git ignore it.',
    exitCode: ExitCode.badInput,
  }),
  'parcel.too_large': (c: { folder: string; megabytes: number }): ErrorText => ({
    message: `the files of ${c.folder} are more than ${c.megabytes} MB, which is too much to be sent.`,
    remedy: 'Let git ignore what the pipelines do not need.',
    exitCode: ExitCode.badInput,
  }),
  'parcel.damaged': (c: { reason: string }): ErrorText => ({
    message: `what arrived from the other machine is not as it was sent: ${c.reason}.`,
    remedy: 'Run it again.',
    exitCode: ExitCode.inconclusive,
  }),
} satisfies Catalogue
