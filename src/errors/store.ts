import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

export const storeErrors = {
  'store.no_answer': (c: { server: string; reason: string }): ErrorText => ({
    message: `no database answers at ${c.server}: ${c.reason}.`,
    remedy: 'Check that this machine can reach the store (its network, its security group) and run again.',
    exitCode: ExitCode.inconclusive,
  }),
  'store.unreachable': (c: { store: string; server: string; seconds: number; reason: string }): ErrorText => ({
    message: `store "${c.store}" at ${c.server} did not answer a query within ${c.seconds} s: ${c.reason}`,
    place: `stores.${c.store}`,
    remedy: 'Run where the store can be reached (replica.run-on), or check its security group.',
    exitCode: ExitCode.inconclusive,
  }),
  'store.refused': (c: { store: string; server: string; sqlState: string; reason: string }): ErrorText => ({
    message: `store "${c.store}" at ${c.server} refused the connection (${c.sqlState}): ${c.reason}`,
    place: `stores.${c.store}`,
    remedy: 'Check the database name of this store in replica.yml, and that its secret holds the current password.',
    exitCode: ExitCode.inconclusive,
  }),
  'store.no_password': (c: { store: string }): ErrorText => ({
    message: `the secret of store "${c.store}" has no field "password".`,
    place: `stores.${c.store}`,
    remedy: 'Tear this replica down and provision a new one.',
    exitCode: ExitCode.inconclusive,
  }),
  'store.cannot_clone': (c: { store: string; engine: string }): ErrorText => ({
    message: `store "${c.store}" runs on ${c.engine}, which cannot clone a database.`,
    place: `stores.${c.store}`,
    remedy: 'Rehearse on a PostgreSQL stand-in of this store for now (the local cloud has one).',
    exitCode: ExitCode.inconclusive,
  }),
  'store.clone_failed': (c: { store: string; sqlState: string; reason: string }): ErrorText => ({
    message: `store "${c.store}" could not be cloned (${c.sqlState}): ${c.reason}`,
    place: `stores.${c.store}`,
    remedy: 'Check the free disk space and the connection limit of the store, and that nothing else stays connected to it.',
    exitCode: ExitCode.inconclusive,
  }),
  'store.clone_left': (c: { store: string; clones: readonly string[] }): ErrorText => ({
    message: `store "${c.store}" still holds ${c.clones.join(', ')}, which could not be dropped.`,
    place: `stores.${c.store}`,
    remedy: 'They go with the replica at teardown; nothing else has to be done.',
    exitCode: ExitCode.inconclusive,
  }),
} satisfies Catalogue
