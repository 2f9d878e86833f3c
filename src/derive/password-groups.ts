import type { JsonValue } from '../production/json.ts'
import type { DraftStack } from './draft.ts'
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
  const family = new Family(stacks)
  const tops = new Map<string, { top: ParameterNode; uses: PasswordUse[] }>()
  const byUse = stacks.flatMap(passwordUses).map((use) => {
    const found = passwordParameters(use.value, use.stack.source.template).map((name) => family.topOf({ stack: use.stack, name }))
    for (const top of found) {
      const entry = tops.get(keyOf(top)) ?? { top, uses: [] }
      entry.uses.push(use)
      tops.set(keyOf(top), entry)
    }
    return found.map(keyOf)
  })
  const groups = new Map([...tops].map(([key, { top, uses }]) => [key, groupOf(top, uses, family)]))
  // A password with a choice between two parameters needs both or none.
  for (const keys of byUse) {
    const chosen = keys.flatMap((key) => groups.get(key) ?? [])
    if (chosen.some((group) => group.isNeeded)) for (const group of chosen) group.isNeeded = true
  }
  return [...groups.values()]
}

/** What a nested stack's resource passes, in the draft or in production's template. */
export function passedBy(stack: Pick<DraftStack, 'template'>, logicalId: string): Record<string, JsonValue> {
  const resource = Object.hasOwn(stack.template.Resources, logicalId) ? stack.template.Resources[logicalId] : undefined
  const { Parameters } = resource?.Properties ?? {}
  return typeof Parameters === 'object' && Parameters !== null && !Array.isArray(Parameters) ? Parameters : {}
}

/** The stack that holds a nested one, among these. */
export function parentOf(stack: DraftStack, stacks: readonly DraftStack[]): DraftStack | undefined {
  return stacks.find((each) => each.source.name === stack.source.parent?.stack)
}

function groupOf(top: ParameterNode, uses: readonly PasswordUse[], family: Family): PasswordGroup {
  const nodes = family.below(top)
  const isPassed = family.passed(top) !== undefined
  return { top, isPassed, nodes, uses, isNeeded: nodes.some((node) => isAskedFor(node, node === top && !isPassed, nodes)) }
}

/** Whether a draft asks for a parameter other than to repeat it to a nested stack. */
function isAskedFor({ stack, name }: ParameterNode, isRoot: boolean, nodes: readonly ParameterNode[]): boolean {
  const { Resources, Outputs = {}, Conditions = {} } = stack.template
  const resources = Object.entries(Resources).map(([logicalId, { Properties = {} }]) => {
    const repeated = nodes.filter((node) => isNested(node.stack, stack, logicalId))
    if (repeated.length === 0) return Properties
    const others = Object.entries(passedBy(stack, logicalId)).filter(([key]) => !repeated.some((node) => node.name === key))
    return { ...Properties, Parameters: Object.fromEntries(others) }
  })
  // The conditions of an outermost stack are told that there is a password.
  return referencesOf([resources, Outputs, isRoot ? {} : Conditions] as unknown as JsonValue).has(name)
}

function isNested(child: DraftStack, stack: DraftStack, logicalId: string): boolean {
  return child.source.parent?.stack === stack.source.name && child.source.parent.logicalId === logicalId
}

function keyOf({ stack, name }: ParameterNode): string {
  return `${stack.source.name} ${name}`
}

/** How parameters are passed on between stacks and those nested in them. */
class Family {
  private readonly byName: ReadonlyMap<string, DraftStack>
  private readonly children = new Map<string, DraftStack[]>()

  constructor(stacks: readonly DraftStack[]) {
    this.byName = new Map(stacks.map((stack) => [stack.source.name, stack]))
    for (const stack of stacks) {
      const parent = stack.source.parent?.stack
      if (parent !== undefined) this.children.set(parent, [...(this.children.get(parent) ?? []), stack])
    }
  }

  /** What the parent passes for a parameter of a nested stack. */
  passed({ stack, name }: ParameterNode): JsonValue | undefined {
    const { parent } = stack.source
    const holder = parent === undefined ? undefined : this.byName.get(parent.stack)
    if (parent === undefined || holder === undefined) return undefined
    const passed = passedBy(holder.source, parent.logicalId)
    return Object.hasOwn(passed, name) ? passed[name] : undefined
  }

  topOf(node: ParameterNode): ParameterNode {
    const name = repeatedName(this.passed(node))
    const holder = this.byName.get(node.stack.source.parent?.stack ?? '')
    if (name === undefined || holder === undefined || !Object.hasOwn(holder.source.template.Parameters ?? {}, name)) return node
    return this.topOf({ stack: holder, name })
  }

  below(top: ParameterNode): ParameterNode[] {
    const nested = (this.children.get(top.stack.source.name) ?? []).flatMap((stack) => {
      const passed = passedBy(top.stack.source, stack.source.parent?.logicalId ?? '')
      const names = Object.keys(passed).filter((name) => repeatedName(passed[name]) === top.name)
      return names.flatMap((name) => this.below({ stack, name }))
    })
    return [top, ...nested]
  }
}
