const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** How durations are written: whole numbers with a unit. */
export const durationSource = { any: '^[0-9]{1,6}[smhd]$', positive: '^0*[1-9][0-9]{0,5}[smhd]$' }

/** Milliseconds as replica.yml would say them, in the largest unit that is whole. */
export function formatDuration(durationMs: number): string {
  const unit = (['d', 'h', 'm'] as const).find((each) => durationMs % (unitMs[each] ?? 1) === 0 && durationMs >= 2 * (unitMs[each] ?? 1))
  return unit === undefined ? `${Math.round(durationMs / 1_000)}s` : `${durationMs / (unitMs[unit] ?? 1)}${unit}`
}

/** Milliseconds of `90s`, `10m`, `4h` or `1d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (!new RegExp(durationSource.any).test(text)) return undefined
  return Number(text.slice(0, -1)) * (unitMs[text.slice(-1)] ?? 0)
}
