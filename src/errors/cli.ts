import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

export const cliErrors = {
  'cli.usage': (c: { reason: string; command?: string }): ErrorText => ({
    message: c.reason,
    remedy: `See: prod-replica ${c.command === undefined ? '' : `${c.command} `}--help`,
    exitCode: ExitCode.badInput,
  }),
  'cli.interrupted': (c: { signal: 'SIGINT' | 'SIGTERM' }): ErrorText => ({
    message: `interrupted by ${c.signal}.`,
    remedy: 'Run the command again; it carries on from what CloudFormation knows.',
    exitCode: c.signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated,
  }),
  'cli.unexpected': (c: { reason: string }): ErrorText => ({
    message: `something that this version does not expect happened: ${c.reason}`,
    remedy: 'Run again with --verbose for the details, and please report it.',
    exitCode: ExitCode.inconclusive,
  }),
  'cli.file_failed': (c: { path: string; reason: string }): ErrorText => ({
    message: `this cannot be read or written: ${c.reason}.`,
    place: c.path,
    remedy: 'Look at the path, its permissions and the space on the disk, then run again.',
    exitCode: ExitCode.badInput,
  }),
  'cli.file_in_the_way': (c: { path: string }): ErrorText => ({
    message: 'this file is not as an earlier plan wrote it, so it is not overwritten; nothing was written.',
    place: c.path,
    remedy: 'Name another folder with --out, or move the file away.',
    exitCode: ExitCode.badInput,
  }),
  'cli.unset_variable': (c: { place: string; name: string }): ErrorText => ({
    message: `the environment variable ${c.name} is not set, but is asked for as \${${c.name}}.`,
    place: c.place,
    remedy: `Set ${c.name}, in a context or in the project's settings.`,
    exitCode: ExitCode.badInput,
  }),
  'cli.bad_boolean': (c: { place: string; found: string }): ErrorText => ({
    message: `"${c.found}" is neither true nor false.`,
    place: c.place,
    remedy: 'Write true or false (1 and 0 do as well).',
    exitCode: ExitCode.badInput,
  }),
  'cli.no_local_cloud': (_: object): ErrorText => ({
    message: 'the local cloud is not part of this download.',
    remedy: 'Install the whole package: npm install prod-replica',
    exitCode: ExitCode.badInput,
  }),
  'cli.no_results': (c: { path: string }): ErrorText => ({
    message: 'this result file cannot be read as one of ours.',
    place: c.path,
    remedy: 'Name the folder of the run with --results, or run the job before this one again.',
    exitCode: ExitCode.badInput,
  }),
  'cli.no_verdict': (c: { folder: string }): ErrorText => ({
    message: 'no run has left a verdict here.',
    place: c.folder,
    remedy: 'Run run-integration or rehearse first, or name the folder of a run with --results.',
    exitCode: ExitCode.inconclusive,
  }),
  'cli.no_replica': (c: { replicaId: string; region: string }): ErrorText => ({
    message: `there is no replica ${c.replicaId} in ${c.region}.`,
    remedy:
      'It was never made, has been torn down, or belongs to another run: run provision-replica first (in CircleCI: rerun the workflow from its start, not from failed).',
    exitCode: ExitCode.inconclusive,
  }),
} satisfies Catalogue
