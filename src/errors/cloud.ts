import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

/** What any AWS call can meet, whatever the service. */
export const cloudErrors = {
  'cloud.no_region': (_: object): ErrorText => ({
    message: 'no AWS region is set.',
    remedy: 'Set production.region in replica.yml, or AWS_REGION.',
    exitCode: ExitCode.badInput,
  }),
  'cloud.bad_endpoint': (c: { variable: string }): ErrorText => ({
    message: `${c.variable} is not an address that begins with http:// or https://.`,
    remedy: `Mend ${c.variable}, or unset it to use AWS's own address.`,
    exitCode: ExitCode.badInput,
  }),
  'cloud.no_credentials': (c: { reason: string }): ErrorText => ({
    message: `no AWS credentials were found (${c.reason}).`,
    remedy: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role through OIDC; or try it without an account: --local.',
    exitCode: ExitCode.badInput,
  }),
  'cloud.rejected_credentials': (c: { reason: string }): ErrorText => ({
    message: `AWS does not accept these credentials: ${c.reason}.`,
    remedy: 'They may have expired or belong to another partition: get new ones and run again.',
    exitCode: ExitCode.badInput,
  }),
  'cloud.denied': (c: { action: string; reason: string }): ErrorText => ({
    message: `AWS denied ${c.action}: ${c.reason}.`,
    remedy: `Allow ${c.action} to the role that CI uses.`,
    exitCode: ExitCode.inconclusive,
  }),
  'cloud.unreachable': (c: { action: string; endpoint: string; reason: string }): ErrorText => ({
    message: `${c.action} got no answer from ${c.endpoint}: ${c.reason}.`,
    remedy: 'Check the network, the region and AWS_ENDPOINT_URL, then run again: nothing was lost.',
    exitCode: ExitCode.inconclusive,
  }),
  'cloud.throttled': (c: { action: string }): ErrorText => ({
    message: `AWS slowed ${c.action} down for so long that the helper gave up.`,
    remedy: 'Other work in this account uses up the rate of calls: run again when it is quieter.',
    exitCode: ExitCode.inconclusive,
  }),
  'cloud.call_failed': (c: { action: string; code: string; reason: string }): ErrorText => ({
    message: `${c.action} failed with ${c.code}: ${c.reason}`,
    remedy: 'Read the reason; run again once it is mended.',
    exitCode: ExitCode.inconclusive,
  }),
} satisfies Catalogue
