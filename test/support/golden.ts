import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'

/** Compares a text with test/golden/<path>. With UPDATE_GOLDEN=1 the file is written in place of being compared. */
export function expectGolden(path: string, text: string): void {
  const file = join(import.meta.dirname, '..', 'golden', path)
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  expect(text).to.equal(readFileSync(file, 'utf8'))
}
