import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

export const rehearsalErrors = {
  'change.base_not_exported': (c: { sha: string }): ErrorText => ({
    message: `the files of the base revision ${c.sha.slice(0, 12)} could not be written.`,
    remedy: 'Check the free disk space, and that git and tar work here.',
    exitCode: ExitCode.inconclusive,
  }),
  'change.no_migrations': (c: { store: string; patterns: readonly string[] }): ErrorText => ({
    message: `no file matches ${c.patterns.join(', ')}.`,
    place: `change.migrations.${c.store}`,
    remedy: 'Correct the pattern (it is relative to replica.yml), or take it out.',
    exitCode: ExitCode.badInput,
  }),
  'pipeline.no_file': (c: { pipeline: string; file: string }): ErrorText => ({
    message: `the file ${c.file} of pipeline "${c.pipeline}" is not there.`,
    place: `pipelines.${c.pipeline}`,
    remedy: 'Correct the path: it is relative to replica.yml.',
    exitCode: ExitCode.badInput,
  }),
  'shard.disagree': (c: { what: string; shards: readonly number[] }): ErrorText => ({
    message: `the results of the shards ${c.shards.join(' and ')} do not belong together: not the same ${c.what}.`,
    remedy:
      'Run all shards again with the same commit, replica and durations.json; where a migration makes what a whole server shares (a role), run without --shard.',
    exitCode: ExitCode.inconclusive,
  }),
  'shard.missing': (c: { shards: readonly number[]; total: number; names: readonly string[] }): ErrorText => ({
    message: `${c.shards.length === 1 ? 'shard' : 'shards'} ${c.shards.join(', ')} of ${c.total} left no verdict, so these did not run: ${c.names.join(', ')}.`,
    remedy: "See what that shard's job says, and run the shards again.",
    exitCode: ExitCode.inconclusive,
  }),
} satisfies Catalogue
