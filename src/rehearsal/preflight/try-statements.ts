import type { PipelineSpec } from '../../spec/types.ts'
import type { Store } from '../../store/types.ts'
import type { Rehearsal } from '../context.ts'
import { type Prepared, prepareStatements } from './prepare.ts'
import type { KeptRecording, KeptStatement } from './types.ts'

/** One recorded statement on both sides. */
export interface Tried {
  statement: KeptStatement
  base: Prepared
  candidate: Prepared
}

/** By pipeline and store. */
export type TriedStatements = Readonly<Record<string, Readonly<Record<string, readonly Tried[]>>>>

/**
 * Prepares the statements of connected pipelines, in their order, without the change and with it. What one of them makes
 * is there for those after it.
 */
export async function tryStatements(
  part: readonly PipelineSpec[],
  recording: KeptRecording,
  rehearsal: Rehearsal,
): Promise<TriedStatements> {
  const tried: Record<string, Record<string, Tried[]>> = Object.fromEntries(part.map(({ name }) => [name, {}]))
  for (const store of Object.keys(rehearsal.baseline)) {
    const all = part.flatMap(({ name }) => (recording.pipelines[name]?.[store] ?? []).map((statement) => ({ name, statement })))
    if (all.length === 0) continue
    const statements = all.map(({ statement }) => statement)
    const [base, candidate] = await Promise.all([
      onStore(rehearsal.baseline[store], statements, rehearsal),
      onStore(rehearsal.candidate[store], statements, rehearsal),
    ])
    for (const [at, { name, statement }] of all.entries()) {
      const list = tried[name]?.[store] ?? []
      list.push({ statement, base: base[at] ?? {}, candidate: candidate[at] ?? {} })
      tried[name] = { ...tried[name], [store]: list }
    }
  }
  return tried
}

async function onStore(store: Store | undefined, statements: readonly KeptStatement[], { ports }: Rehearsal): Promise<Prepared[]> {
  if (store === undefined) return []
  const session = await ports.databases.connect(store.target)
  return await prepareStatements(session, statements).finally(() => session.close())
}
