import { fail, type ReplicaError } from '../errors.ts'
import { placeAtPath, type SpecDocument } from './document.ts'
import type { RawSmtp, RawSpec } from './raw.ts'
import type { SmtpSpec } from './types.ts'

const usualPort = { starttls: 587, tls: 465, none: 25 } as const

/** The SMTP server of `notify.smtp` with its defaults. */
export function completeSmtp({ host = '', tls = 'starttls', port = usualPort[tls], ...env }: RawSmtp): SmtpSpec {
  const { 'user-env': userVariable, 'password-env': passwordVariable } = env
  const login = userVariable === undefined || passwordVariable === undefined ? {} : { login: { userVariable, passwordVariable } }
  return { host, port, tls, ...login }
}

/** Half a login, and what would be read on its way: a mail without encryption where nobody has said so, a password in any case. */
export function checkSmtp({ notify }: RawSpec, document: SpecDocument): ReplicaError[] {
  const smtp = notify?.smtp
  if (smtp === undefined) return []
  const place = (key?: string) => placeAtPath(document, ['notify', 'smtp', ...(key === undefined ? [] : [key])], true)
  const missing = 'user-env' in smtp ? 'password-env' : 'user-env'
  const isHalf = 'user-env' in smtp !== 'password-env' in smtp
  return [
    ...(isHalf ? [fail('spec.missing_key', { place: place(), key: missing, example: `${missing}: ${examples[missing]}` })] : []),
    ...(isReadable(smtp) ? [fail('spec.bad_value', { place: place('tls'), key: 'tls', found: 'none', expected: whatHelps(smtp) })] : []),
  ]
}

const examples = { 'user-env': 'SMTP_USER', 'password-env': 'SMTP_PASSWORD' }

function isReadable(smtp: RawSmtp): boolean {
  if (smtp.tls !== 'none' || smtp.host === undefined || isLoopback(smtp.host)) return false
  return smtp['allow-unencrypted'] !== true || 'password-env' in smtp
}

function whatHelps(smtp: RawSmtp): string {
  const encrypted = 'starttls or tls, for a server on another machine'
  return 'password-env' in smtp ? `${encrypted}: a password is never sent unencrypted` : `${encrypted}; or also allow-unencrypted: true`
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
