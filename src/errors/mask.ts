import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

const nothingConnects = 'Nothing but prod-replica may connect to the store before it is masked.'

export const maskErrors = {
  'mask.unmatched_rule': (c: { place: string; rule: string; nearest?: string }): ErrorText => ({
    message: `the rule "${c.rule}" matches no column of the replica.`,
    place: c.place,
    remedy:
      c.nearest === undefined ? 'Correct the rule, or take it out.' : `Did you mean "${c.nearest}"? Correct the rule, or take it out.`,
    exitCode: ExitCode.badInput,
  }),
  'mask.wrong_type': (c: { place: string; column: string; method: string; type: string; fits: readonly string[] }): ErrorText => ({
    message: `"${c.method}" cannot mask ${c.column}, which is of type ${c.type}.`,
    place: c.place,
    remedy: `Methods for this column: ${c.fits.join(', ')}.`,
    exitCode: ExitCode.badInput,
  }),
  'mask.not_writable': (c: { place: string; column: string; reason: string }): ErrorText => ({
    message: `${c.column} cannot be masked so: ${c.reason}.`,
    place: c.place,
    remedy: 'Mask the columns that it is made from, or choose another method (keep takes it on yourself).',
    exitCode: ExitCode.badInput,
  }),
  'mask.too_short': (c: { place: string; column: string; method: string; length: number; least: number; unique: boolean }): ErrorText => ({
    message: `${c.column}, or a column that it is linked to, has room for ${c.length} characters; "${c.method}" needs ${c.least}${c.unique ? ' to stay unique' : ''}.`,
    place: c.place,
    remedy: 'Use hash, which needs the fewest characters, or null where the column may be null.',
    exitCode: ExitCode.badInput,
  }),
  'mask.key_ends_differ': (c: { column: string; other: string; method: string; line: string }): ErrorText => ({
    message: `${c.column} is linked to ${c.other} by a foreign key, and would be masked in another way (${c.method} there).`,
    place: 'mask',
    remedy: `Give both ends the same method, for example: ${c.line}`,
    exitCode: ExitCode.badInput,
  }),
  'mask.columns_without_rule': (c: { columns: readonly string[]; lines: readonly string[]; proposal: string }): ErrorText => ({
    message: `${c.columns.length === 1 ? 'a column has' : `${c.columns.length} columns have`} no mask rule: ${c.columns.join('; ')}. ${nothingConnects}`,
    place: 'mask',
    remedy: [
      ...(c.lines.length === 0 ? [] : [`Add to "mask" in replica.yml (or "keep", to take a column on yourself): ${c.lines.join(', ')}.`]),
      `What needs no rule is confirmed by its line in replica.columns: prod-replica mask --confirm, or copy ${c.proposal}.`,
    ].join(' '),
    exitCode: ExitCode.badInput,
  }),
  'mask.bad_confirmation': (c: { place: string; line: string }): ErrorText => ({
    message: `"${c.line}" is not a column and its type, as in: app.public.students.name text`,
    place: c.place,
    remedy: 'Mend the line, or make the file anew with prod-replica mask --confirm.',
    exitCode: ExitCode.badInput,
  }),
  'mask.no_proposal': (c: { path: string }): ErrorText => ({
    message: 'no run has looked at the columns of a replica yet.',
    place: c.path,
    remedy: 'Run prod-replica provision-replica or rehearse first, or name the results of a run with --results DIR.',
    exitCode: ExitCode.badInput,
  }),
  'mask.rules_changed': (c: { store: string; columns: readonly string[] }): ErrorText => ({
    message: `store "${c.store}" was masked before ${
      c.columns.length === 0 ? 'with another key' : `by other rules (${c.columns.join(', ')})`
    }, and masking has no way back.`,
    place: `stores.${c.store}`,
    remedy: 'Tear this replica down and provision a new one.',
    exitCode: ExitCode.badInput,
  }),
  'mask.not_locked': (c: { store: string; sqlState: string; reason: string }): ErrorText => ({
    message: `store "${c.store}" could not be closed to others while it is masked (${c.sqlState}: ${c.reason}); nothing was masked.`,
    place: `stores.${c.store}`,
    remedy: 'The master user must own the database: ALTER DATABASE … OWNER TO it in production, or name another database.',
    exitCode: ExitCode.inconclusive,
  }),
  'mask.not_proven': (c: { store: string; columns: readonly string[] }): ErrorText => ({
    message: `masking did not do what it should: ${c.columns.join('; ')}. ${nothingConnects}`,
    place: `stores.${c.store}`,
    remedy: 'Choose another method for these columns.',
    exitCode: ExitCode.badInput,
  }),
  'mask.failed': (c: { store: string; table: string; sqlState: string; reason: string }): ErrorText => ({
    message: `masking failed at ${c.table} (${c.sqlState}: ${c.reason}). ${nothingConnects}`,
    place: `stores.${c.store}`,
    remedy: 'A check or key may refuse the masked value: choose another method. Columns that are compared need the same one.',
    exitCode: ExitCode.badInput,
  }),
} satisfies Catalogue
