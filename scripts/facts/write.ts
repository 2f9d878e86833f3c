import { writeFileSync } from 'node:fs'

/** The facts as JSON with one line a key, so that a new version of the sources shows as a readable difference. */
export function formatLines(facts: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(facts).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  return `{\n${lines.join(',\n')}\n}\n`
}

/** Several such parts, each under its name. */
export function formatSections(sections: Readonly<Record<string, string>>): string {
  return `{\n${Object.entries(sections)
    .map(([name, text]) => `${JSON.stringify(name)}: ${text.trimEnd()}`)
    .join(',\n')}\n}\n`
}

/** Writes one file of facts and says its size. */
export function writeFacts(folder: URL, name: string, text: string): void {
  writeFileSync(new URL(name, folder), text)
  console.log(`${name}: ${(Buffer.byteLength(text) / 1000).toFixed(0)} kB`)
}
