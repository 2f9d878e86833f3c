import type { Verdict } from '../../rehearsal/types.ts'
import { cleanLine } from '../clean.ts'
import type { Graph, MaybeVerdict } from '../types.ts'
import { abbreviateChange, describeChange } from '../words.ts'

/** Which change reaches which pipeline, and what waits for what. */
export function summarizeGraph(verdict: MaybeVerdict): Graph {
  if (verdict === undefined) return { causes: [], pipelines: [], paths: [] }
  const paths = pathsOf(verdict)
  const blamed = new Set(paths.map(({ cause }) => cause))
  return {
    causes: verdict.schema
      .filter(({ id }) => blamed.has(id))
      .map((change) => ({ id: change.id, title: describeChange(change), short: abbreviateChange(change) })),
    pipelines: verdict.pipelines.map(({ name, status, needs }) => {
      return { name: cleanLine(name, 80), status, needs: needs.map((need) => cleanLine(need, 80)) }
    }),
    paths,
  }
}

/** One path for each pair, the graver where there are both. */
function pathsOf({ findings, schema }: Verdict): Graph['paths'] {
  const known = new Set(schema.map(({ id }) => id))
  const paths = new Map<string, Graph['paths'][number]>()
  for (const { cause, pipeline, severity } of findings) {
    if (cause === undefined || pipeline === undefined || severity === 'note' || !known.has(cause)) continue
    const key = JSON.stringify([cause, pipeline])
    if (paths.get(key)?.severity !== 'broken') paths.set(key, { cause, pipeline: cleanLine(pipeline, 80), severity })
  }
  return [...paths.values()]
}
