import type { Bar, Phase, Span } from '../types.ts'

/** By how much something may seem to begin before the end of what it waited for: looks at CloudFormation are seconds apart. */
const mostSlackMs = 1500

/**
 * The spans that decide when all is over: the last to end, before it the last that ended as it began, and so on. It is read
 * from the times alone, so it also finds what no template says.
 */
export function criticalPath(spans: readonly Span[]): ReadonlySet<Span> {
  const path = new Set<Span>()
  const slackMs = Math.min(mostSlackMs, wholeMs(spans) / 100)
  let at = latest(spans)
  while (at !== undefined) {
    path.add(at)
    const { fromMs } = at
    at = latest(spans.filter((span) => !path.has(span) && span.toMs <= fromMs + slackMs && span.fromMs < fromMs))
  }
  return path
}

function wholeMs(spans: readonly Span[]): number {
  const from = spans.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY)
  return spans.reduce((most, { toMs }) => Math.max(most, toMs - from), 0)
}

function latest(spans: readonly Span[]): Span | undefined {
  return spans.reduce<Span | undefined>((most, span) => (most === undefined || span.toMs > most.toMs ? span : most), undefined)
}

/** The groups of bars in the order in which they began. */
export function summarizePhases(bars: readonly Bar[]): Phase[] {
  const groups = new Map<string, Bar[]>()
  for (const bar of bars) groups.set(bar.group, [...(groups.get(bar.group) ?? []), bar])
  const phases = [...groups].map(([name, own]) => ({
    name,
    from: Math.min(...own.map(({ from }) => from)),
    to: Math.max(...own.map(({ to }) => to)),
    critical: own
      .filter(({ critical }) => critical)
      .sort((one, other) => one.from - other.from)
      .map(({ label }) => label)
      .filter((label, index, labels) => label !== labels[index - 1]),
  }))
  return phases.sort((one, other) => one.from - other.from)
}
