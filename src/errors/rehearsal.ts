import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

export const rehearsalErrors = {
  'change.base_not_exported': (c: { sha: string }): ErrorText => ({
    message: `the files of the base revision ${c.sha.slice(0, 12)} could not be written.`,
    remedy: 'Check the free disk space, and that git and tar work here.',
    exitCode: ExitCode.inconclusive,
  }),
  'change.checkout_not_copied': (_: object): ErrorText => ({
    message: "the checkout's files could not be copied for the pipelines to run in.",
    remedy: 'Check the free disk space, and that git and GNU tar work here.',
    exitCode: ExitCode.inconclusive,
  }),
  'change.no_migrations': (c: { store: string; patterns: readonly string[] }): ErrorText => ({
    message: `no file matches ${c.patterns.join(', ')}.`,
    place: `change.migrations.${c.store}`,
    remedy: 'Correct the pattern (it is relative to replica.yml), or take it out.',
    exitCode: ExitCode.badInput,
  }),
  'change.psql_command': (c: { file: string; line: number; command: string }): ErrorText => ({
    message: `${c.command} is a command of psql, not SQL: no database server knows it.`,
    place: `${c.file}:${c.line}`,
    remedy: `Write it as SQL, or let psql run the file: change.run: ["psql -v ON_ERROR_STOP=1 -f ${c.file}"].`,
    exitCode: ExitCode.badInput,
  }),
  'change.stand_in_lacks': (c: { file: string; line: number; what: string }): ErrorText => ({
    message: `${c.what} works on Redshift only, and this store is a PostgreSQL in its place.`,
    place: `${c.file}:${c.line}`,
    remedy: 'Rehearse this migration on a replica on AWS, or move what needs Redshift into a file of its own.',
    exitCode: ExitCode.inconclusive,
  }),
  'change.stand_in_refused': (c: { file: string; line: number; sqlState: string; reason: string }): ErrorText => ({
    message: `the PostgreSQL in Redshift's place does not understand this statement (${c.sqlState}): ${c.reason}`,
    place: `${c.file}:${c.line}`,
    remedy: 'Correct the statement; if it is right on Redshift, rehearse this migration on a replica on AWS.',
    exitCode: ExitCode.inconclusive,
  }),
  'pipeline.no_file': (c: { pipeline: string; file: string }): ErrorText => ({
    message: `the file ${c.file} of pipeline "${c.pipeline}" is not there.`,
    place: `pipelines.${c.pipeline}`,
    remedy: 'Correct the path: it is relative to replica.yml.',
    exitCode: ExitCode.badInput,
  }),
} satisfies Catalogue
