import type { EventCatalogue } from './entry.ts'

export const rehearsalEvents = {
  'change.migrated': (d: { store: string; source: string; milliseconds: number }): string =>
    `${d.store}: applied ${d.source} in ${d.milliseconds} ms`,
  'change.migration_failed': (d: { store: string; source: string; reason: string }): string =>
    `${d.store}: ${d.source} failed: ${d.reason}`,
  'check.finished': (d: { check: string; status: string; seconds: number }): string => `check ${d.check}: ${d.status} after ${d.seconds} s`,
  'pipeline.finished': (d: {
    pipeline: string
    side: 'baseline' | 'candidate' | 'rollout'
    exitCode: number | null
    seconds: number
  }): string => `${d.pipeline} (${d.side}) ended with exit code ${d.exitCode ?? 'none'} after ${d.seconds} s`,
  'pipeline.skipped': (d: { pipeline: string; reason: string }): string => `${d.pipeline} skipped: ${d.reason}`,
  'files.restored': (d: { files: readonly string[]; aside: string }): string =>
    `put back ${d.files.join(', ')}, which an earlier run that was killed had kept out of the way; what was in their place is in ${d.aside}`,
  'pipeline.judged': (d: { pipeline: string; status: string; effect?: string }): string =>
    `${d.pipeline}: ${d.status}${d.effect === undefined ? '' : `, ${d.effect}`}`,
  'rehearsal.phase_started': (d: { phase: 'read' | 'plan' | 'provision' | 'mask' | 'integrate' | 'notify' | 'teardown' }): string =>
    `── ${d.phase}`,
  'shard.chosen': (d: { number: number; total: number; pipelines: readonly string[]; checks: readonly string[] }): string =>
    `shard ${d.number} of ${d.total} runs ${[...d.checks.map((name) => `check ${name}`), ...d.pipelines].join(', ') || 'nothing'}`,
  'shard.merged': (d: { shards: number; total: number; status: string }): string =>
    `merged the verdicts of ${d.shards} of ${d.total} shards: ${d.status}`,
} satisfies EventCatalogue
