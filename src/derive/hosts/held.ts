import { callOf, fold, foldText } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { TemplateResource } from '../../production/types.ts'
import { type DraftStack, parametersProperty } from '../draft.ts'
import { attributeOf, namedBy } from '../references.ts'

/** One resource of the replica, in the draft that holds it. */
export interface Held {
  stack: DraftStack
  logicalId: string
}

/** What is asked of all drafts together. */
export interface Holdings {
  /**
   * The resources that a value of a draft leads to, in its order: by its own references, through exports, what parents pass
   * and what nested stacks give back.
   */
  reach(value: JsonValue | undefined, stack: DraftStack): Held[]
  /** Every resource of a type that the replica really has, whatever its condition. */
  ofType(type: string): Held[]
  resource(held: Held): TemplateResource | undefined
  /** The value of a resource's property; undefined where it has none. */
  property(held: Held, name: string): JsonValue | undefined
}

/** Answers for these drafts, as they are when it is asked. */
export function holdingsOf(stacks: readonly DraftStack[]): Holdings {
  const exporters = exportersOf(stacks)
  const resource = ({ stack, logicalId }: Held) => stack.template.Resources[logicalId]
  return {
    reach: (value, stack) => reachFrom(value, stack, { exporters, depth: 0 }),
    ofType: (type) => stacks.flatMap((stack) => idsOf(stack, type).map((logicalId) => ({ stack, logicalId }))),
    resource,
    property: (held, name) => resource(held)?.Properties?.[name],
  }
}

/** Whether two are the same resource. */
export function isSame(one: Held, other: Held): boolean {
  return one.stack === other.stack && one.logicalId === other.logicalId
}

/** `stack/LogicalId`, in production's words. */
export function placeOf({ stack, logicalId }: Held): string {
  return `${stack.source.name}/${logicalId}`
}

interface Way {
  /** What exports say, with the draft that says it, by the export's name. */
  exporters: ReadonlyMap<string, { stack: DraftStack; value: JsonValue }>
  /** Guards against stacks that lead in a circle. */
  depth: number
}

const deepest = 30

function exportersOf(stacks: readonly DraftStack[]): Way['exporters'] {
  const outputs = stacks.flatMap((stack) => Object.values(stack.template.Outputs ?? {}).map((output) => ({ stack, output })))
  const named = outputs.flatMap(({ stack, output }) => {
    const name = foldText(output.Export?.Name, stack.scope)
    return name === undefined ? [] : [[name, { stack, value: output.Value }] as const]
  })
  return new Map(named)
}

function idsOf(stack: DraftStack, type: string): string[] {
  const all = Object.entries(stack.template.Resources).filter(([, { Type }]) => Type === type)
  return all.filter(([, { Condition }]) => Condition === undefined || fold({ Condition }, stack.scope) === true).map(([id]) => id)
}

function reachFrom(value: JsonValue | undefined, stack: DraftStack, way: Way): Held[] {
  if (typeof value !== 'object' || value === null || way.depth > deepest) return []
  const inner = { ...way, depth: way.depth + 1 }
  if (Array.isArray(value)) return value.flatMap((each) => reachFrom(each, stack, inner))
  const call = callOf(value)
  if (call === undefined) return Object.values(value).flatMap((each) => reachFrom(each, stack, inner))
  if (call.name === 'Fn::If') return reachFrom(branchTaken(call.argument, stack), stack, inner)
  if (call.name === 'Fn::Select') return selected(call.argument, stack, inner)
  if (call.name === 'Fn::ImportValue') return imported(call.argument, stack, inner)
  return [...named(call, stack, inner), ...(call.name === 'Ref' ? [] : reachFrom(call.argument, stack, inner))]
}

/** The branch that production takes, or all of them where only a running stack knows. */
function branchTaken(argument: JsonValue, { scope }: DraftStack): JsonValue | undefined {
  if (!Array.isArray(argument)) return undefined
  const [condition, ...branches] = argument
  const isTrue = typeof condition === 'string' ? fold({ Condition: condition }, scope) : undefined
  return typeof isTrue === 'boolean' ? branches[isTrue ? 0 : 1] : branches
}

/** One of a list, where each of its items leads to one resource. */
function selected(argument: JsonValue, stack: DraftStack, way: Way): Held[] {
  const [index, list] = Array.isArray(argument) ? argument : []
  const all = reachFrom(list, stack, way)
  const one = all[Number(foldText(index, stack.scope))]
  return one === undefined ? all : [one]
}

function imported(argument: JsonValue, stack: DraftStack, way: Way): Held[] {
  const exporter = way.exporters.get(foldText(argument, stack.scope) ?? '')
  return exporter === undefined ? [] : reachFrom(exporter.value, exporter.stack, way)
}

function named(call: { name: string; argument: JsonValue }, stack: DraftStack, way: Way): Held[] {
  const given = attributeOf(call).flatMap(({ logicalId, attribute }) => givenBack(stack.children.get(logicalId), attribute, way))
  const own = namedBy(call).flatMap((logicalId): Held[] => {
    if (stack.children.has(logicalId)) return []
    return Object.hasOwn(stack.template.Resources, logicalId) ? [{ stack, logicalId }] : passed(stack, logicalId, way)
  })
  return [...own, ...given]
}

/** `Fn::GetAtt: [Nested, Outputs.Name]` */
function givenBack(child: DraftStack | undefined, attribute: string, way: Way): Held[] {
  const output = child?.template.Outputs?.[attribute.replace(/^Outputs\./, '')]
  return child === undefined ? [] : reachFrom(output?.Value, child, way)
}

/** A nested stack's parameter is what its parent passes. */
function passed({ parent, source }: DraftStack, name: string, way: Way): Held[] {
  if (parent === undefined || source.parent === undefined) return []
  const given = parametersProperty(parent.template.Resources[source.parent.logicalId])
  return reachFrom(Object.hasOwn(given, name) ? given[name] : undefined, parent, way)
}
