import type { Environment } from '../ports/index.ts'

/** Takes secrets out of text. */
export interface Redactor {
  /** The text with every known secret replaced by `***`. */
  redact(text: string): string
  /** Makes one more value known as a secret; one of fewer than 4 characters is not, it would blot out ordinary text. */
  hide(secret: string): void
}

const mask = '***'
const secretName = /key|token|secret|passw(or)?d|passphrase|credential/i
/** Names that speak of a secret but hold something else: where it is, or what it is called. */
const harmlessName = /_(id|file|path|folder|dir|url|uri|arn|name|region|expiration)$|(cache|public|primary|sort|partition)_?key$/i
const shortestVariable = 8
const shortestRegistered = 4

/**
 * Knows the secrets of an environment: the values of variables with a secret-looking name, and the password in any
 * variable that holds a URL. Values under 8 characters are left alone there: `true` is no secret.
 */
export function createRedactor(environment: Environment): Redactor {
  const forms = new Set<string>()
  let pattern: RegExp | undefined
  const hide = (secret: string, shortest: number): void => {
    for (const form of formsOf(secret)) if (form.length >= shortest) forms.add(form)
    pattern = toPattern(forms)
  }
  for (const secret of secretsOf(environment)) hide(secret, shortestVariable)
  return {
    redact: (text) => (pattern === undefined ? text : text.replace(pattern, mask)),
    hide: (secret) => hide(secret, shortestRegistered),
  }
}

function secretsOf(environment: Environment): string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined) return []
    const passwords = passwordOfUrl(value)
    return secretName.test(name) && !harmlessName.test(name) ? [value, ...passwords] : passwords
  })
}

function passwordOfUrl(value: string): string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]*:[^/]*@/i.test(value) || !URL.canParse(value)) return []
  const { password } = new URL(value)
  return [password, decode(password)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The ways in which one secret appears in text: as it is, in a URL, in a form, in JSON, and line by line. */
function formsOf(secret: string): string[] {
  const whole = secret.trim()
  const lines = whole.includes('\n') ? whole.split(/\r?\n/).map((line) => line.trim()) : []
  return [whole, ...lines].flatMap((form) => [
    form,
    encode(form),
    new URLSearchParams({ f: form }).toString().slice(2),
    JSON.stringify(form).slice(1, -1),
  ])
}

/** encodeURIComponent, but for text with half a surrogate pair, which it refuses. */
function encode(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    return text
  }
}

function toPattern(forms: ReadonlySet<string>): RegExp | undefined {
  if (forms.size === 0) return undefined
  const longestFirst = [...forms].sort((a, b) => b.length - a.length)
  return new RegExp(longestFirst.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g')
}
