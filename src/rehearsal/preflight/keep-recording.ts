import { dumpSchema } from '../../store/dump/dump.ts'
import { readUndisturbed } from '../../store/read-undisturbed.ts'
import { tableName } from '../../store/schema/names.ts'
import { neutralStatement } from '../../store/sql/neutral.ts'
import { readableQuery } from '../../store/sql/readable-query.ts'
import { leadingWords } from '../../store/sql/statements.ts'
import type { Store } from '../../store/types.ts'
import type { IntegratePorts } from '../ports.ts'
import type { Trial } from '../trial.ts'
import type { KeptRecording, KeptStatement } from './types.ts'

/** What the baselines of a run leave for preflights. Reads the stores' catalogs; a store of Redshift's is left out. */
export async function keepRecording(
  trials: readonly Trial[],
  stores: Readonly<Record<string, Store>>,
  madeBy: string,
  ports: Pick<IntegratePorts, 'databases' | 'clock'>,
): Promise<KeptRecording> {
  const kept: Record<string, KeptRecording['stores'][string]> = {}
  for (const [name, store] of Object.entries(stores)) {
    if (store.server === 'redshift') continue
    kept[name] = { engine: store.engine, serverVersion: store.serverVersion, dump: await readUndisturbed(store, ports, dumpSchema) }
  }
  return { version: 1, madeBy, stores: kept, pipelines: Object.fromEntries(trials.map((trial) => [trial.pipeline.name, keepTrial(trial)])) }
}

/** Pure: the statements of a pipeline's baseline, by store. */
export function keepTrial(trial: Trial): Record<string, KeptStatement[]> {
  return Object.fromEntries(Object.keys(trial.baseline.recordings).map((store) => [store, keepStatements(trial, store)]))
}

function keepStatements(trial: Trial, store: string): KeptStatement[] {
  const samples = new Map(trial.baseline.samples[store]?.map(({ fingerprint, sql }) => [fingerprint, sql]))
  return [...(trial.baseline.recordings[store]?.statements.values() ?? [])].map(({ fingerprint, text }) => ({
    fingerprint,
    text,
    ...formsOf(samples.get(fingerprint) ?? ''),
    touches: touchesOf(trial, store, fingerprint),
  }))
}

function touchesOf(trial: Trial, store: string, fingerprint: string): KeptStatement['touches'] {
  const { columns = [], schema } = trial.touched[store] ?? {}
  return columns.flatMap((touch) => {
    const table = schema?.get(touch.table)
    if (touch.fingerprint !== fingerprint || table === undefined) return []
    const column = table.columns.get(touch.attnum)
    if (touch.attnum !== 0 && column === undefined) return []
    return [{ name: column === undefined ? tableName(table) : `${tableName(table)}.${column.name}`, delivered: touch.delivered }]
  })
}

function formsOf(sql: string): Pick<KeptStatement, 'query' | 'setup'> {
  const [first = ''] = leadingWords(sql, 1)
  if (/^\s*set\s+(?:session\s+)?(?:search_path|schema)\b/i.test(sql)) return { setup: sql }
  if (makes.has(first)) return { setup: neutralStatement(sql) }
  const query = readableQuery(sql)
  return query === undefined ? {} : { query: neutralStatement(query) }
}

/** What a pipeline makes for itself is made on the empty copy too, and rolled back. */
const makes: ReadonlySet<string> = new Set(['CREATE', 'DROP', 'ALTER'])
