import type { PlannedStack } from '../derive/types.ts'
import { fail } from '../errors.ts'

/** Outputs of the replica's stacks that are complete, by the stack's name. */
export type KnownOutputs = ReadonlyMap<string, Readonly<Record<string, { value: string }>>>

/**
 * The values of a stack's parameters: its own, and those that other stacks of the replica give. Throws
 * `stack.output_missing` where a stack does not give what the plan takes from it.
 */
export function parametersOf({ name, parameters, inputs }: PlannedStack, outputs: KnownOutputs): Record<string, string> {
  const values = Object.entries(inputs).map(([parameter, parts]): [string, string] => {
    const texts = parts.map((part) => (typeof part === 'string' ? part : outputOf(part, { name, parameter }, outputs)))
    return [parameter, texts.join('')]
  })
  return { ...parameters, ...Object.fromEntries(values) }
}

/** What must be complete before a stack is made: what its plan says, and where its inputs come from. */
export function needsOf({ needs, inputs }: Pick<PlannedStack, 'needs' | 'inputs'>): string[] {
  const sources = Object.values(inputs).flatMap((parts) => parts.flatMap((part) => (typeof part === 'string' ? [] : [part.stack])))
  return [...new Set([...needs, ...sources])]
}

function outputOf(from: { stack: string; output: string }, to: { name: string; parameter: string }, outputs: KnownOutputs): string {
  const known = outputs.get(from.stack) ?? {}
  const found = Object.hasOwn(known, from.output) ? known[from.output] : undefined
  if (found === undefined)
    throw fail('stack.output_missing', { stack: to.name, parameter: to.parameter, source: from.stack, output: from.output })
  return found.value
}
