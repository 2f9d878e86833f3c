import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createFiles } from '../../../src/adapters/files.ts'
import type { Files } from '../../../src/ports/files.ts'
import { originalsIn } from '../../../src/rehearsal/outputs/originals.ts'
import { createJournal } from '../../support/journal.ts'

describe('the team’s own files in the places that pipelines write to', () => {
  let folder: string
  let places: string[]
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'prod-replica-originals-'))
    places = ['one.csv', 'two.csv'].map((name) => join(folder, name))
    for (const place of places) writeFileSync(place, `the team's ${place}`)
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const journal = createJournal()
  const open = (files: Files = createFiles(folder)) => originalsIn({ files, folder, results: 'results', emit: journal.emit })
  const found = () => new Map(places.map((path) => [path, { name: path, path, mark: '' }]))
  const texts = () => places.map((place) => (existsSync(place) ? readFileSync(place, 'utf8') : undefined))

  it('are away while a rehearsal runs, and back afterwards', async () => {
    const before = texts()
    const originals = open()
    await originals.keep(found())
    expect(texts()).to.deep.equal([undefined, undefined])
    await originals.restore()
    expect(texts()).to.deep.equal(before)
    expect(existsSync(join(folder, 'results', 'originals'))).to.equal(false)
  })

  it('are put back by the next run, whenever this one was killed', async () => {
    const before = texts()
    let kills = 0
    for (let step = 0; ; step++) {
      const isWhole = await runUntil(step)
      if (!isWhole) kills++
      await open().recover()
      expect(texts(), `killed at step ${step}`).to.deep.equal(before)
      if (isWhole) break
    }
    expect(kills).to.be.greaterThan(5)
  })

  it('are put back without losing what has come into their place since', async () => {
    await open().keep(found())
    writeFileSync(places[0] as string, 'newer')
    await open().recover()
    expect(readFileSync(join(folder, 'results', 'in-the-way', places[0] as string), 'utf8')).to.equal('newer')
    expect(journal.codes()).to.include('files.restored')
  })

  /** Keeps and restores, and is killed before the operation of that number. Returns whether all was done. */
  async function runUntil(step: number): Promise<boolean> {
    let left = step
    const mortal = new Proxy(createFiles(folder), {
      get(files, name: keyof Files) {
        return (...words: never[]) => {
          if (left-- <= 0) throw new Error('killed')
          return (files[name] as (...each: never[]) => unknown)(...words)
        }
      },
    })
    const originals = open(mortal)
    try {
      await originals.keep(found())
      await originals.restore()
      return true
    } catch {
      return false
    }
  }
})
