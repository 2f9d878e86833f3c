import { fail } from '../errors.ts'
import { cleanLine } from './clean.ts'

/** One mail address with the name before it, if any. Throws `notify.bad_address` for anything else, a list included. */
export function parseAddress(text: string): { name: string; address: string } {
  const isOneLine = text.length < 500 && cleanLine(text, 500) === text.trim()
  const named = isOneLine ? /^\s*("?)([^"<>]*)\1\s*<([^<>]*)>\s*$/.exec(text) : null
  const name = named?.[2]?.trim() ?? ''
  const address = named?.[3] ?? text.trim()
  if (!isOneLine || address.length > 254 || !isAddress(address)) throw fail('notify.bad_address', { address: cleanLine(text, 100) })
  return { name, address }
}

/** An address as SES takes it: plain ASCII, a domain of letters, digits and hyphens. */
function isAddress(text: string): boolean {
  return /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(
    text,
  )
}
