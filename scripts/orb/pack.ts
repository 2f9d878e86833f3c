import { createHash } from 'node:crypto'
import { Document } from 'yaml'
import { checkOrb } from './check.ts'
import { readSource } from './read-source.ts'
import { stamp } from './stamp.ts'

/** The order in which `circleci orb pack` writes them. */
const order = ['version', 'description', 'display', 'orbs', 'commands', 'executors', 'jobs', 'examples']

export interface Helper {
  version: string
  bytes: Uint8Array
}

/**
 * The orb in `folder` as one YAML document that vouches for the helper: its version and SHA-256 are stamped in. Equal
 * input gives equal bytes. Throws one error with everything that is wrong.
 */
export function packOrb(folder: string, helper: Helper): string {
  const source = readSource(folder)
  const problems = checkOrb(source)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  const orb = stamp(source, {
    REPLACE_HELPER_VERSION: helper.version,
    REPLACE_HELPER_SHA256: createHash('sha256').update(helper.bytes).digest('hex'),
  })
  const ordered = order.filter((key) => key in orb).map((key) => [key, orb[key]] as const)
  return new Document(Object.fromEntries(ordered), { aliasDuplicateObjects: false }).toString({ indent: 4, lineWidth: 0 })
}
