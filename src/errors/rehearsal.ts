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
  'preflight.bad_recording': (c: { path: string; reason: string }): ErrorText => ({
    message: `the recording cannot be used: ${c.reason}.`,
    place: c.path,
    remedy: 'Take the recording.json that run-integration wrote on the main branch, with the same version of the helper.',
    exitCode: ExitCode.badInput,
  }),
  'preflight.no_recording': (c: { path: string }): ErrorText => ({
    message: 'there is no recording yet: a preflight needs what a rehearsal on the main branch has seen.',
    place: c.path,
    remedy:
      'Run rehearse (or run-integration) on the main branch once and cache recording.json from its results, or name one with --recording.',
    exitCode: ExitCode.inconclusive,
  }),
  'preflight.no_server': (): ErrorText => ({
    message: 'no PostgreSQL was named, and the embedded one is not installed here.',
    remedy: 'Give --postgres postgres://user:password@host:port/database of an empty one, such as a second image of the CI job.',
    exitCode: ExitCode.badInput,
  }),
  'preflight.refused': (c: { server: string; sqlState: string; reason: string }): ErrorText => ({
    message: `the PostgreSQL at ${c.server} does not do what a preflight needs: ${c.reason} (SQLSTATE ${c.sqlState}).`,
    remedy: 'Name a server of version 14 or later whose user may create databases.',
    exitCode: ExitCode.badInput,
  }),
} satisfies Catalogue
