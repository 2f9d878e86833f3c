import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

export const specErrors = {
  'spec.missing': (c: { path: string }): ErrorText => ({
    message: 'there is no replica.yml here.',
    place: c.path,
    remedy: 'Write one (see the README), or name another with --config FILE.',
    exitCode: ExitCode.badInput,
  }),
  'spec.syntax': (c: { place: string; reason: string }): ErrorText => ({
    message: `this is not valid YAML: ${c.reason}`,
    place: c.place,
    remedy: 'Mend the line; an editor with a YAML mode shows it.',
    exitCode: ExitCode.badInput,
  }),
  'spec.unknown_key': (c: { place: string; key: string; allowed: readonly string[]; nearest?: string }): ErrorText => ({
    message: `unknown key "${c.key}".`,
    place: c.place,
    remedy:
      c.nearest === undefined
        ? `Allowed here: ${c.allowed.join(', ')}.`
        : `Did you mean "${c.nearest}"? Allowed here: ${c.allowed.join(', ')}.`,
    exitCode: ExitCode.badInput,
  }),
  'spec.missing_key': (c: { place: string; key: string; example: string }): ErrorText => ({
    message: `"${c.key}" is missing.`,
    place: c.place,
    remedy: `Add it, for example: ${c.example}`,
    exitCode: ExitCode.badInput,
  }),
  'spec.bad_value': (c: { place: string; key: string; found: string; expected: string; nearest?: string }): ErrorText => ({
    message: `"${c.key}" is ${c.found}, but must be ${c.expected}.`,
    place: c.place,
    remedy: c.nearest === undefined ? `Write ${c.expected}.` : `Did you mean "${c.nearest}"?`,
    exitCode: ExitCode.badInput,
  }),
  'spec.unknown_reference': (c: { place: string; kind: string; name: string; known: readonly string[]; nearest?: string }): ErrorText => ({
    message: `there is no ${c.kind} named "${c.name}".`,
    place: c.place,
    remedy: `${c.nearest === undefined ? '' : `Did you mean "${c.nearest}"? `}Known: ${c.known.join(', ') || 'none'}.`,
    exitCode: ExitCode.badInput,
  }),
  'spec.cycle': (c: { place: string; path: readonly string[] }): ErrorText => ({
    message: `pipelines need one another in a circle: ${c.path.join(' → ')}.`,
    place: c.place,
    remedy: 'Take one of these out of "needs".',
    exitCode: ExitCode.badInput,
  }),
  'spec.choose_one': (c: { place: string; key: string; names: readonly string[]; given: readonly string[] }): ErrorText => ({
    message: `"${c.key}" has ${c.given.length === 0 ? 'none' : 'more than one'} of ${c.names.join(', ')}.`,
    place: c.place,
    remedy: `Give exactly one of them: ${c.names.join(' or ')}.`,
    exitCode: ExitCode.badInput,
  }),
  'spec.duplicate_name': (c: { place: string; kind: string; name: string }): ErrorText => ({
    message: `a second ${c.kind} is named "${c.name}".`,
    place: c.place,
    remedy: `Give each ${c.kind} a name of its own.`,
    exitCode: ExitCode.badInput,
  }),
} satisfies Catalogue
