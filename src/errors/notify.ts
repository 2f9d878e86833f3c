import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

/** What keeps a mail from being sent: SES's and SMTP servers' refusals in plain words. `identities` are addresses or domains. */
export const notifyErrors = {
  'notify.bad_address': (c: { address: string }): ErrorText => ({
    message: `"${c.address}" is not one mail address that can be sent to.`,
    place: 'replica.yml: notify',
    remedy: 'Write name@example.com or "Name <name@example.com>" in ASCII; an international domain in its xn-- form.',
    exitCode: ExitCode.badInput,
  }),
  'notify.unverified': (c: { identities: readonly string[]; region: string }): ErrorText => ({
    message: `SES in ${c.region} does not know that these are yours: ${c.identities.join(', ')}.`,
    remedy: `Verify the address or its domain in SES, in ${c.region}: identities are per region.`,
    exitCode: ExitCode.inconclusive,
  }),
  'notify.sandboxed': (c: { identities: readonly string[]; region: string }): ErrorText => ({
    message: `SES in ${c.region} is in its sandbox, and these recipients are not verified: ${c.identities.join(', ')}.`,
    remedy: `Ask AWS for production access to SES in ${c.region}, or verify each recipient there.`,
    exitCode: ExitCode.inconclusive,
  }),
  'notify.mail_from_unverified': (c: { from: string }): ErrorText => ({
    message: `the custom MAIL FROM domain of ${c.from} is not verified.`,
    remedy: "Put its MX record into the domain's DNS as SES shows it, or let SES fall back to its own domain.",
    exitCode: ExitCode.inconclusive,
  }),
  'notify.sending_paused': (c: { region: string }): ErrorText => ({
    message: `sending is paused for this account or configuration set in ${c.region}.`,
    remedy: 'Look at the reputation dashboard of SES, mend the cause and enable sending again.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.suspended': (c: { region: string }): ErrorText => ({
    message: `AWS has suspended this account's sending in ${c.region}.`,
    remedy: 'Answer the case that AWS Support has opened about it; another sender or account works until then.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.throttled': (c: { region: string }): ErrorText => ({
    message: `SES in ${c.region} takes no more mails per second than it got.`,
    remedy: 'Send it again a little later: prod-replica notify. If it happens often, ask for a higher sending rate.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.quota_used_up': (c: { region: string }): ErrorText => ({
    message: `the number of mails that this account may send in 24 hours in ${c.region} is used up.`,
    remedy: 'Ask AWS for a higher sending quota, or send it again tomorrow: prod-replica notify.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.refused': (c: { code: string; reason: string }): ErrorText => ({
    message: `SES refused the mail with ${c.code}: ${c.reason}.`,
    remedy: 'Mend what it names and send it again: prod-replica notify.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.smtp_unreachable': (c: { server: string; reason: string }): ErrorText => ({
    message: `the SMTP server ${c.server} cannot be talked to: ${c.reason}.`,
    place: 'replica.yml: notify.smtp',
    remedy: 'Look whether host, port and tls are right, and whether this machine is let through to it.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.smtp_tls_failed': (c: { server: string; reason: string }): ErrorText => ({
    message: `the connection to the SMTP server ${c.server} could not be encrypted: ${c.reason}.`,
    place: 'replica.yml: notify.smtp',
    remedy:
      'Set tls to what its port speaks (starttls on 587, tls on 465) and host to the name in its certificate; name the file of a private authority in NODE_EXTRA_CA_CERTS.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.smtp_no_login': (c: { variables: readonly string[] }): ErrorText => ({
    message: `the login of the SMTP server is not set: ${c.variables.join(', ')}.`,
    place: 'replica.yml: notify.smtp',
    remedy: 'Set the environment variable in CI, in a context that the job uses.',
    exitCode: ExitCode.badInput,
  }),
  'notify.smtp_login_refused': (c: { server: string }): ErrorText => ({
    message: `the SMTP server ${c.server} refused the user and password.`,
    place: 'replica.yml: notify.smtp',
    remedy: 'Mend the values of the variables that user-env and password-env name; some servers want a password made for programs.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.smtp_login_needed': (c: { server: string; answer: string }): ErrorText => ({
    message: `the SMTP server ${c.server} wants encryption or a login first: ${c.answer}.`,
    place: 'replica.yml: notify.smtp',
    remedy: 'Set tls to starttls or tls, and name the variables with user and password in user-env and password-env.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.smtp_sender_refused': (c: { server: string; from: string; answer: string }): ErrorText => ({
    message: `the SMTP server ${c.server} takes no mail from ${c.from}: ${c.answer}.`,
    place: 'replica.yml: notify.from',
    remedy: 'Use a sender that this login may send as, or let the server permit it.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.smtp_recipients_refused': (c: { server: string; to: readonly string[]; answer: string }): ErrorText => ({
    message: `the SMTP server ${c.server} takes no mail for ${c.to.join(', ')}: ${c.answer}.`,
    place: 'replica.yml: notify.to',
    remedy: 'Correct the addresses; a server that does not relay wants a login.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.smtp_too_large': (c: { server: string; bytes: number }): ErrorText => ({
    message: `the mail is larger than the SMTP server ${c.server} takes: ${c.bytes} bytes.`,
    remedy: 'Let the server take messages of that size; the whole report is in the results folder.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.smtp_busy': (c: { server: string; answer: string }): ErrorText => ({
    message: `the SMTP server ${c.server} does not take the mail now: ${c.answer}.`,
    remedy: 'Send it again a little later: prod-replica notify.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.smtp_refused': (c: { server: string; answer: string }): ErrorText => ({
    message: `the SMTP server ${c.server} refused the mail: ${c.answer}.`,
    remedy: 'Mend what it names and send it again: prod-replica notify.',
    exitCode: ExitCode.inconclusive,
  }),
  'notify.not_delivered': (c: { path: string; reason: string }): ErrorText => ({
    message: `the mail had to be delivered and was not: ${c.reason}`,
    place: c.path,
    remedy: 'Mend the reason and send the kept mail again: prod-replica notify.',
    exitCode: ExitCode.inconclusive,
  }),
} satisfies Catalogue
