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
} satisfies Catalogue
