import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import { type Past, remember, stateAsOf } from './faults/stale-state.ts'
import type { State, Table } from './types.ts'

/**
 * Opens the state of a folder: one small file a record, replaced whole, readable by its owner only. Reads are from
 * memory; a change is in memory at once and on disk when its promise resolves. Rejects with `local.no_space`,
 * `local.state_damaged`. While `keepsPast`, `asOf` can show what was before.
 */
export async function openState(folder: string, options: { clock?: Pick<Clock, 'now'>; keepsPast?(): boolean } = {}): Promise<State> {
  const root = join(folder, 'state')
  await mkdir(root, { recursive: true, mode: 0o700 })
  const loaded = new Map<string, Map<string, object>>()
  for (const name of await readdir(root)) loaded.set(name, await loadTable(join(root, name)))
  const tables = new Map<string, Table<object>>()
  const pasts = new Map<string, Past>()
  const note = (name: string) => (key: string, record: object | undefined) => {
    if (options.keepsPast?.() === true && options.clock !== undefined) remember(pastOf(name), key, record, options.clock.now().getTime())
  }
  const pastOf = (name: string): Past => {
    const past = pasts.get(name) ?? new Map()
    pasts.set(name, past)
    return past
  }
  const state: State = {
    table<Record extends object>(name: string): Table<Record> {
      const table = tables.get(name) ?? createTable(join(root, name), loaded.get(name) ?? new Map(), note(name))
      tables.set(name, table)
      return table as Table<Record>
    },
    asOf: (atMs) => stateAsOf(state, pastOf, atMs),
  }
  return state
}

interface Entry {
  key: string
  record: object
}

async function loadTable(folder: string): Promise<Map<string, object>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  const entries = await Promise.all(names.map((name) => readEntry(join(folder, name))))
  return new Map(entries.map(({ key, record }) => [key, record]))
}

async function readEntry(path: string): Promise<Entry> {
  const text = await readFile(path, 'utf8')
  try {
    return JSON.parse(text) as Entry
  } catch (error) {
    throw fail('local.state_damaged', { file: path }, error)
  }
}

/** `note` is told what a key held before each change. */
function createTable(folder: string, records: Map<string, object>, note: (key: string, before: object | undefined) => void): Table<object> {
  const save = createWriter(folder, records)
  return {
    get: (key) => records.get(key),
    values: () => [...records.values()],
    entries: () => [...records.entries()],
    put(key, record) {
      note(key, records.get(key))
      records.set(key, record)
      return save(key)
    },
    remove(key) {
      note(key, records.get(key))
      records.delete(key)
      return save(key)
    },
  }
}

/** Brings one key's file up to what memory holds, one write after the other; changes that wait are written together. */
function createWriter(folder: string, records: ReadonlyMap<string, object>): (key: string) => Promise<void> {
  const waiting = new Map<string, Promise<void>>()
  const newest = new Map<string, Promise<void>>()
  const write = async (key: string, before: Promise<void>): Promise<void> => {
    await before.catch(() => undefined)
    waiting.delete(key)
    await writeEntry(folder, key, records.get(key))
  }
  return (key) => {
    const open = waiting.get(key)
    if (open !== undefined) return open
    const own = write(key, newest.get(key) ?? Promise.resolve())
    const forget = () => newest.get(key) === own && newest.delete(key)
    waiting.set(key, own)
    newest.set(key, own)
    own.then(forget, forget)
    return own
  }
}

async function writeEntry(folder: string, key: string, record: object | undefined): Promise<void> {
  const path = join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`)
  if (record === undefined) return rm(path, { force: true })
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(`${path}.new`, JSON.stringify({ key, record } satisfies Entry), { mode: 0o600 })
    await rename(`${path}.new`, path)
  } catch (error) {
    throw isNoSpace(error) ? fail('local.no_space', { folder }, error) : error
  }
}

function isNoSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
