import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

export const circleciErrors = {
  'circleci.bad_replica_id': (c: { id: string; source: string }): ErrorText => ({
    message: `"${c.id}" cannot be a replica's id: it must be 3 to 20 lower-case letters, digits and hyphens, and begin with a letter.`,
    place: c.source,
    remedy: 'Choose another, for example --id review-42; or leave it out, and one is made from the branch and the run.',
    exitCode: ExitCode.badInput,
  }),
  'circleci.bad_orb': (c: { orb: string }): ErrorText => ({
    message: `"${c.orb}" does not name an orb and its version.`,
    remedy: 'Write namespace/name@version, for example acme/prod-replica@1.',
    exitCode: ExitCode.badInput,
  }),
  'circleci.no_config': (c: { path: string }): ErrorText => ({
    message: 'there is no CircleCI config here.',
    place: c.path,
    remedy: 'Name it, for example: prod-replica doctor ci/config.yml',
    exitCode: ExitCode.badInput,
  }),
  'circleci.unreadable_config': (c: { place: string; reason: string; remedy: string }): ErrorText => ({
    message: `the CircleCI config cannot be read: ${c.reason}.`,
    place: c.place,
    remedy: c.remedy,
    exitCode: ExitCode.badInput,
  }),
} satisfies Catalogue
