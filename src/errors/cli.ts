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
} satisfies Catalogue
