import { leftOut, type Rule } from '../rule.ts'

/** Mail, text messages and calls. */
export const mailRules: readonly Rule[] = [
  leftOut('mail-left-out', 'it would send to, or receive from, real people', ['SES::*', 'Pinpoint*', 'SMSVOICE::*', 'SocialMessaging::*']),
]
