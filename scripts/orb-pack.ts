// Writes dist/orb.yml: the orb's source as one document, stamped with the version and the SHA-256 of the helper that
// `npm run build` made.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { packOrb } from './orb/pack.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const helperPath = `${root}dist/prod-replica.cjs`

try {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }
  const text = packOrb(`${root}orb`, { version, bytes: readHelper() })
  writeFileSync(`${root}dist/orb.yml`, text)
  console.log(`dist/orb.yml: ${text.length} characters, for the helper ${version}`)
} catch (error) {
  console.error(`The orb was not packed:\n${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

function readHelper(): Uint8Array {
  try {
    return readFileSync(helperPath)
  } catch (error) {
    throw new Error('dist/prod-replica.cjs is not there; npm run build makes it', { cause: error })
  }
}
