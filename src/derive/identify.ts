const awsId = /^[a-z]{2,20}-(?:[0-9a-f]{8}|[0-9a-f]{17})$/
const hostname = /^(?:https?:\/\/|[a-z]+:\/\/)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+){2,}(?::\d+)?(?:\/.*)?$/
const address = /^(?:\d{1,3}\.){3}\d{1,3}$/
const addressRange = /^[0-9a-f.:]+\/\d{1,3}$/
const zone = /^[a-z]{2,4}(?:-[a-z]+)+-\d[a-z]?$/
const version = /^v?\d+(?:\.\d+)*$/

/** Whether a text looks like what AWS gives one thing alone: an id, an ARN, an endpoint, an address. */
export function isPhysical(text: string): boolean {
  if (addressRange.test(text) || version.test(text)) return false
  return text.startsWith('arn:') || awsId.test(text) || hostname.test(text) || address.test(text)
}

/**
 * Whether a name is telling enough to mean one thing wherever it stands. `app`, `dev`, `production`, `5432`, a region or
 * an address range is not.
 */
export function isTelling(name: string): boolean {
  if (zone.test(name) || addressRange.test(name) || version.test(name)) return false
  if (isPhysical(name)) return true
  return name.length >= 6 && /[A-Za-z]/.test(name) && /[-_/.:0-9]/.test(name)
}

const partOfName = /[A-Za-z0-9_-]/

/** Where `name` stands in `text` as a whole word, from `from` on; -1 where it does not. */
export function indexOfName(text: string, name: string, from = 0): number {
  for (let at = text.indexOf(name, from); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text.charAt(at - 1)
    const after = text.charAt(at + name.length)
    if (!partOfName.test(before) && !partOfName.test(after)) return at
  }
  return -1
}

/** The words that a text is made of; a whole word of a name can only be found where its own words are. */
export function wordsOf(text: string): string[] {
  return text.split(/[^A-Za-z0-9_-]+/).filter((word) => word !== '')
}
