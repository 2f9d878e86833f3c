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
} satisfies Catalogue
