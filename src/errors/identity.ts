import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

/** Who we are in AWS, and whether we may be. */
export const identityErrors = {
  'identity.account_refused': (c: { account: string; allowed: readonly string[]; arn: string }): ErrorText => ({
    message: `these credentials (${c.arn}) belong to account ${c.account}, and replica.yml allows only ${c.allowed.join(', ')}; nothing was called.`,
    place: 'aws.accounts',
    remedy: 'Use the credentials or the role of an allowed account, or add this one to aws.accounts.',
    exitCode: ExitCode.badInput,
  }),
  'identity.role_refused': (c: { role: string; action: string; reason: string }): ErrorText => ({
    message: `this run may not take the role (${c.action}): ${c.reason}`,
    place: c.role,
    remedy:
      'Its trust must name CI’s organization, project and branch (prod-replica bootstrap makes such roles), or whoever runs this; --role none uses the credentials as they are.',
    exitCode: ExitCode.badInput,
  }),
  'identity.token_expired': (c: { expiredAt: string }): ErrorText => ({
    message: `CI’s OIDC token ended at ${c.expiredAt}, and the circleci program gave no new one.`,
    remedy: 'Let the role allow sessions of 4 hours, so that none is needed (prod-replica bootstrap does), or run the job again.',
    exitCode: ExitCode.inconclusive,
  }),
  'identity.bad_role': (c: { role: string; source: string }): ErrorText => ({
    message: `"${c.role}" is not the ARN of a role.`,
    place: c.source,
    remedy: 'Write arn:aws:iam::123456789012:role/NAME, or none to use the credentials as they are.',
    exitCode: ExitCode.badInput,
  }),
} satisfies Catalogue
