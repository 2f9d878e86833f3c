import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../../src/store/types.ts'
import { makeStore, startStores } from '../support/stores.ts'
import { type Change, changes } from './changes/index.ts'
import { findLanguages, type Languages } from './languages.ts'
import { type Pipeline, pipelines } from './pipelines.ts'
import { establishTruth, type Truth } from './plain/truth.ts'
import { type Cell, cellsOf } from './score/cell.ts'
import { verdictOn } from './verdicts.ts'

/** All cells, and the languages that are absent here. */
export interface Matrix {
  cells: readonly Cell[]
  absent: Languages['absent']
}

const lanes = 2

/** Judges every change on every pipeline of a language that is here, a few changes at a time. */
export async function judgeMatrix(chosen: readonly Change[] = changes): Promise<Matrix> {
  await startStores()
  const languages = await findLanguages()
  const present = pipelines.filter(({ language }) => languages.program[language] !== undefined)
  const schema = readFileSync(join(import.meta.dirname, 'company/schema.sql'), 'utf8')
  const plain = await makeStore('plain', schema)
  const truth = await establishTruth(present, plain.target.database, { server: plain.target, languages })
  const cells = new Map<number, Cell[]>()
  const waiting = [...chosen.entries()]
  const work = async (): Promise<void> => {
    const store = await makeStore('app', schema)
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [number, change] = next
      cells.set(number, await judgeChange(change, `c${number}`, present, truth, store, languages))
    }
  }
  await Promise.all(Array.from({ length: lanes }, work))
  return { cells: chosen.flatMap((_, number) => cells.get(number) ?? []), absent: languages.absent }
}

async function judgeChange(
  change: Change,
  name: string,
  present: readonly Pipeline[],
  truth: Truth,
  store: Store,
  languages: Languages,
): Promise<Cell[]> {
  const effects = await truth.of(change, name)
  const verdict = await verdictOn(change, present, store, languages).catch((error: unknown) => String(error))
  return cellsOf(change, present, effects, verdict)
}
