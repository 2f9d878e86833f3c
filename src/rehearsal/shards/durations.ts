import type { Verdict } from '../types.ts'

/** How long pipelines and checks took, in milliseconds, by name. `durations.json` is this. */
export interface Durations {
  pipelines: Readonly<Record<string, number>>
  checks: Readonly<Record<string, number>>
}

/** Pure: of each pipeline that ran, the longer of its runs, since its sides run at the same time. */
export function durationsOf({ pipelines, checks }: Pick<Verdict, 'pipelines' | 'checks'>): Durations {
  const ran = pipelines.flatMap(({ name, baseline, candidate }) => {
    const longest = Math.max(baseline?.durationMs ?? 0, candidate?.durationMs ?? 0)
    return longest > 0 ? [[name, longest] as const] : []
  })
  const checked = checks.flatMap(({ name, status, run }) => (status === 'skipped' ? [] : [[name, run.durationMs] as const]))
  return { pipelines: Object.fromEntries(ran), checks: Object.fromEntries(checked) }
}

/** Pure: what a file of durations says; nothing, where it is none. A cache that went bad must stop nobody. */
export function parseDurations(text: string | undefined): Durations {
  const found = parseObject(text)
  return { pipelines: numbersIn(found.pipelines), checks: numbersIn(found.checks) }
}

function parseObject(text: string | undefined): Partial<Record<'pipelines' | 'checks', unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

function numbersIn(value: unknown): Record<string, number> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => Number.isFinite(entry[1]) && entry[1] >= 0))
}
