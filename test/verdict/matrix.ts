import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../../src/store/types.ts'
import { makeStore, startStores } from '../support/stores.ts'
import type { Change } from './changes/index.ts'
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

/**
 * Judges every change on the pipelines that use what it touches, and on some that do not, of the languages that are here.
 * `done` is told of each change.
 */
export async function judgeMatrix(chosen: readonly Change[], done: (cells: readonly Cell[]) => void): Promise<Matrix> {
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
      const judged = await judgeChange(change, `c${number}`, concerned(change, present, number), truth, store, languages)
      cells.set(number, judged)
      done(judged)
    }
  }
  await Promise.all(Array.from({ length: lanes }, work))
  return { cells: chosen.flatMap((_, number) => cells.get(number) ?? []), absent: languages.absent }
}

const fewestPipelines = 4
const bystanders = 2

/** Those that use one of the tables, and bystanders, which take turns: nothing may be said of them. */
function concerned(change: Change, present: readonly Pipeline[], turn: number): Pipeline[] {
  const tables = change.about.map((name) => name.split('.').slice(0, 2).join('.'))
  const uses = ({ uses }: Pipeline): boolean => Object.keys(uses).some((name) => tables.includes(name.split('.').slice(0, 2).join('.')))
  const others = present.filter((pipeline) => !uses(pipeline))
  const start = (turn * bystanders) % Math.max(1, others.length)
  const count = Math.max(bystanders, fewestPipelines - (present.length - others.length))
  const standing = [...others.slice(start), ...others.slice(0, start)].slice(0, count)
  return present.filter((pipeline) => uses(pipeline) || standing.includes(pipeline))
}

async function judgeChange(
  change: Change,
  name: string,
  present: readonly Pipeline[],
  truth: Truth,
  store: Store,
  languages: Languages,
): Promise<Cell[]> {
  const effects = await truth.of(change, present, name)
  const verdict = await verdictOn(change, present, store, languages).catch((error: unknown) => String(error))
  return cellsOf(change, present, effects, verdict)
}
