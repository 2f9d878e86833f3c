import type { StackRecord } from './records.ts'
import type { Stacks } from './stacks.ts'

export interface Export {
  name: string
  value: string
  stackId: string
}

/** Every export of the account, by name's order. */
export function listExports(stacks: Stacks): Export[] {
  return stacks
    .live()
    .flatMap((stack) => exportsOf(stack))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The names of the live stacks that import an export. */
export function importersOf(name: string, stacks: Stacks): string[] {
  return stacks
    .live()
    .filter((stack) => importsOf(stack).has(name))
    .map((stack) => stack.name)
}

export function exportsOf(stack: StackRecord): Export[] {
  return stack.outputs.flatMap(({ exportName, value }) =>
    exportName === undefined ? [] : [{ name: exportName, value, stackId: stack.id }],
  )
}

function importsOf(stack: StackRecord): Set<string> {
  const resources = Object.values(stack.resources).filter(({ status }) => status !== 'DELETE_COMPLETE')
  return new Set([...stack.outputImports, ...resources.flatMap(({ imports }) => imports)])
}
