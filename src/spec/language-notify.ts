import * as patterns from './patterns.ts'
import { choice, list, object, text } from './shape.ts'

const smtp = object({
  host: { value: text(patterns.mailServer), required: true, description: 'The SMTP server.', example: 'smtp.example.com' },
  port: {
    value: { kind: 'count', least: 1, most: 65_535 },
    description: '587 with starttls, 465 with tls, 25 with none, where it is not written.',
    example: '587',
  },
  tls: {
    value: choice('starttls', 'tls', 'none'),
    default: 'starttls',
    description: 'How the connection is encrypted; the certificate is verified. none is for a server on this machine.',
    example: 'tls',
  },
  'user-env': { value: text(patterns.variableName), description: 'Environment variable with the user.', example: 'SMTP_USER' },
  'password-env': { value: text(patterns.variableName), description: 'Environment variable with the password.', example: 'SMTP_PASSWORD' },
  'allow-unencrypted': {
    value: { kind: 'flag' },
    default: 'false',
    description: 'Lets tls: none send the mail to another machine, where anyone on the way can read it; never with a password.',
    example: 'true',
  },
})

/** The part of the language that says who hears of the verdict, and by which way. */
export const notify = object({
  from: { value: text(patterns.email), description: 'Sender; SES, or the SMTP server, must take it.', example: 'ci@example.com' },
  to: { value: list(text(patterns.email)), description: 'Who gets the mail.', example: '[data-team@example.com]' },
  when: {
    value: choice('always', 'failure', 'change'),
    default: 'always',
    description: 'always, failure, or change: the first failure and the first success after it.',
    example: 'always',
  },
  smtp: { value: smtp, description: 'Sends through an SMTP server in place of SES.', example: '{host: smtp.example.com}' },
})
