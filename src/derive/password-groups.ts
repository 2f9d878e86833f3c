import type { JsonValue } from '../production/json.ts'
import { type DraftStack, parametersProperty } from './draft.ts'
import { type PasswordUse, passwordParameters, passwordUses, repeatedName } from './password-uses.ts'
import { referencesOf } from './references.ts'

/** One parameter of one stack. */
export interface ParameterNode {
  stack: DraftStack
  name: string
}

/** A password that enters production's stacks at one parameter, with all that it reaches from there. */
export interface PasswordGroup {
  /** Where it comes in: a parameter that no parent passes on from one of its own. */
  top: ParameterNode
  /** The parent works it out: it is the replica's own already. */
  isPassed: boolean
  /** The top, and the parameters of nested stacks that repeat it, parents first. */
  nodes: readonly ParameterNode[]
  uses: readonly PasswordUse[]
  /** Something beside those databases that have a password of their own asks for it. */
  isNeeded: boolean
}

/** Every password of these stacks that comes from a parameter. */
export function passwordGroups(stacks: readonly DraftStack[]): PasswordGroup[] {
  const tops = new Map<string, { top: ParameterNode; uses: PasswordUse[] }>()
  const byUse = stacks.flatMap(passwordUses).map((use) => {
    const found = passwordParameters(use.value, use.stack.source.template).map((name) => topOf({ stack: use.stack, name }))
    for (const top of found) {
      const entry = tops.get(keyOf(top)) ?? { top, uses: [] }
      entry.uses.push(use)
      tops.set(keyOf(top), entry)
    }
    return found.map(keyOf)
  })
  const groups = new Map([...tops].map(([key, { top, uses }]) => [key, groupOf(top, uses)]))
  // A password with a choice between two parameters needs both or none.
  for (const keys of byUse) {
    const chosen = keys.flatMap((key) => groups.get(key) ?? [])
    if (chosen.some((group) => group.isNeeded)) for (const group of chosen) group.isNeeded = true
  }
  return [...groups.values()]
}

function groupOf(top: ParameterNode, uses: readonly PasswordUse[]): PasswordGroup {
  const nodes = nodesBelow(top)
  const isPassed = passedFor(top) !== undefined
  return { top, isPassed, nodes, uses, isNeeded: nodes.some((node) => isAskedFor(node, node === top && !isPassed, nodes)) }
}

/** Whether a draft asks for a parameter other than to repeat it to a nested stack. */
function isAskedFor({ stack, name }: ParameterNode, isRoot: boolean, nodes: readonly ParameterNode[]): boolean {
  const { Resources, Outputs = {}, Conditions = {} } = stack.template
  const resources = Object.entries(Resources).map(([logicalId, { Properties = {} }]) => {
    const repeated = nodes.filter((node) => node.stack === stack.children.get(logicalId))
    if (repeated.length === 0) return Properties
    const others = Object.entries(parametersProperty(stack.template.Resources[logicalId])).filter(
      ([key]) => !repeated.some((node) => node.name === key),
    )
    return { ...Properties, Parameters: Object.fromEntries(others) }
  })
  // The conditions of an outermost stack are told that there is a password.
  return referencesOf([resources, Outputs, isRoot ? {} : Conditions] as unknown as JsonValue).has(name)
}

function keyOf({ stack, name }: ParameterNode): string {
  return `${stack.source.name} ${name}`
}

/** What the parent passes, in production, for a parameter of a nested stack. */
function passedFor({ stack, name }: ParameterNode): JsonValue | undefined {
  const passed = parametersProperty(stack.parent?.source.template.Resources[stack.source.parent?.logicalId ?? ''])
  return Object.hasOwn(passed, name) ? passed[name] : undefined
}

function topOf(node: ParameterNode): ParameterNode {
  const name = repeatedName(passedFor(node))
  const { parent } = node.stack
  if (name === undefined || parent === undefined || !Object.hasOwn(parent.source.template.Parameters ?? {}, name)) return node
  return topOf({ stack: parent, name })
}

/** The parameter, and those of the stacks nested in its own that repeat it. */
function nodesBelow(top: ParameterNode): ParameterNode[] {
  const nested = [...top.stack.children].flatMap(([logicalId, stack]) => {
    const passed = parametersProperty(top.stack.source.template.Resources[logicalId])
    const names = Object.keys(passed).filter((name) => repeatedName(passed[name]) === top.name)
    return names.flatMap((name) => nodesBelow({ stack, name }))
  })
  return [top, ...nested]
}
