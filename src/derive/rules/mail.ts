import { leftOut, type Rule } from '../decide/rule.ts'

/** Mail, text messages and calls. */
export const mailRules: readonly Rule[] = [
  leftOut('mail-left-out', 'it would send to, or receive from, real people', ['SES::*', 'Pinpoint*', 'SMSVOICE::*', 'SocialMessaging::*']),
]
