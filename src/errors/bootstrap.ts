import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

export const bootstrapErrors = {
  'bootstrap.name_taken': (c: { stack: string }): ErrorText => ({
    message: 'a stack of this name is there, and it is not one that bootstrap has made; it is not touched.',
    place: c.stack,
    remedy: 'Remove or rename that stack, or use another account or region.',
    exitCode: ExitCode.badInput,
  }),
  'bootstrap.failed': (c: { stack: string; status: string; reason: string }): ErrorText => ({
    message: `it could not be brought up (${c.status}): ${c.reason}`,
    place: c.stack,
    remedy: /oidc|provider/i.test(c.reason)
      ? 'If the account has CircleCI’s provider already, run again with --existing-provider.'
      : 'Mend what the reason names (delete the stack where its status allows nothing else), then run again.',
    exitCode: ExitCode.inconclusive,
  }),
  'bootstrap.would_drop': (c: { projects: readonly string[] }): ErrorText => ({
    message: `the roles of an earlier bootstrap serve projects that are not named now: ${c.projects.join(', ')}; nothing was changed.`,
    place: '--project',
    remedy: 'Name these too (with --org, and --project once for each), or say --drop-others.',
    exitCode: ExitCode.badInput,
  }),
  'bootstrap.fuse_missing': (c: { region: string }): ErrorText => ({
    message: `replica.require-fuse is set, and ${c.region} has no schedule that would delete an orphaned replica; nothing was made.`,
    place: 'replica.require-fuse',
    remedy: 'Run `prod-replica bootstrap` once in this account and region.',
    exitCode: ExitCode.badInput,
  }),
} satisfies Catalogue
