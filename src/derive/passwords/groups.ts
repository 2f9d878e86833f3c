import type { JsonValue } from '../../production/json.ts'
import { type DraftStack, parametersProperty } from '../draft.ts'
import { referencesOf } from '../references.ts'
import { type PasswordUse, passwordParameters, passwordUses, repeatedName } from './uses.ts'

/** One parameter of one stack. */
export interface ParameterNode {
  stack: DraftStack
  name: string
  /** The parent's parameter that it repeats. */
  from?: ParameterNode
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
  const asked = askedNames()
  const groups = new Map([...tops].map(([key, { top, uses }]) => [key, groupOf(top, uses, asked)]))
  // A password with a choice between two parameters needs both or none.
  for (const keys of byUse) {
    const chosen = keys.flatMap((key) => groups.get(key) ?? [])
    if (chosen.some((group) => group.isNeeded)) for (const group of chosen) group.isNeeded = true
  }
  return [...groups.values()]
}

function groupOf(top: ParameterNode, uses: readonly PasswordUse[], asked: (stack: DraftStack) => AskedNames): PasswordGroup {
  const nodes = nodesBelow(top)
  const isPassed = passedFor(top) !== undefined
  const isAskedFor = ({ stack, name, from }: ParameterNode): boolean => {
    const { made, conditions } = asked(stack)
    // The conditions where it comes in are told that there is a password.
    return made.has(name) || ((isPassed || from !== undefined) && conditions.has(name))
  }
  return { top, isPassed, nodes, uses, isNeeded: nodes.some(isAskedFor) }
}

interface AskedNames {
  /** In resources and outputs, but where a nested stack is only passed the same. */
  made: ReadonlySet<string>
  conditions: ReadonlySet<string>
}

/** What each draft refers to, worked out once a stack. */
function askedNames(): (stack: DraftStack) => AskedNames {
  const known = new Map<DraftStack, AskedNames>()
  return (stack) => {
    const found = known.get(stack) ?? namesIn(stack)
    known.set(stack, found)
    return found
  }
}

function namesIn(stack: DraftStack): AskedNames {
  const { Resources, Outputs = {}, Conditions = {} } = stack.template
  const made = referencesOf(Outputs as unknown as JsonValue)
  for (const [logicalId, resource] of Object.entries(Resources)) {
    referencesOf(resource.Metadata, made)
    if (!stack.children.has(logicalId)) referencesOf(resource.Properties, made)
    else referencesOf({ ...resource.Properties, Parameters: workedOut(parametersProperty(resource)) }, made)
  }
  return { made, conditions: referencesOf(Conditions) }
}

/** What is more than a parameter passed on as it is. */
function workedOut(passed: Record<string, JsonValue>): JsonValue[] {
  return Object.values(passed).filter((value) => repeatedName(value) === undefined)
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
    return names.flatMap((name) => nodesBelow({ stack, name, from: top }))
  })
  return [top, ...nested]
}
