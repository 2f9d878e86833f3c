import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

export const rehearsalErrors = {
  'change.base_not_exported': (c: { sha: string }): ErrorText => ({
    message: `the files of the base revision ${c.sha.slice(0, 12)} could not be written.`,
    remedy: 'Check the free disk space, and that git and tar work here.',
    exitCode: ExitCode.inconclusive,
  }),
  'change.names_production': (c: { command: string; reason: string }): ErrorText => ({
    message: `${c.command} is not run: ${c.reason}.`,
    place: 'change.run',
    remedy: 'Let it take the database from PGHOST or <STORE>_URL, or see docs/hostnames.md.',
    exitCode: ExitCode.badInput,
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
} satisfies Catalogue
