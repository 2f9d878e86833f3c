import { callOf } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'

type JsonMap = Record<string, JsonValue>

/** What becomes of one value; undefined for one that is not there, and to take it away. */
export type Edit = (value: JsonValue | undefined) => JsonValue | undefined

const noValue: JsonValue = { Ref: 'AWS::NoValue' }

/**
 * A value in which `edit` was asked at a path (`Instances.TaskInstanceGroups.*.InstanceCount`; `*` is every entry of a
 * list or map), in each branch of every choice on the way. The holder of the last key must be there. The same value where
 * nothing changed; undefined where nothing is left.
 */
export function editAt(value: JsonValue, path: string, edit: Edit): JsonValue | undefined {
  return editBelow(value, path.split('.'), edit)
}

function editBelow(value: JsonValue | undefined, keys: readonly string[], edit: Edit): JsonValue | undefined {
  const branches = branchesOf(value)
  if (branches !== undefined) return editChoice(value ?? null, branches, keys, edit)
  const [key, ...rest] = keys
  if (key === undefined) return sameOr(value, edit(isNoValue(value) ? undefined : value))
  if (Array.isArray(value)) return key === '*' ? editList(value, rest, edit) : value
  if (!isMap(value) || callOf(value) !== undefined) return value
  return (key === '*' ? Object.keys(value) : [key]).reduce((map, each) => editMap(map, each, rest, edit), value)
}

function editMap(value: JsonMap, key: string, rest: readonly string[], edit: Edit): JsonMap {
  const before = Object.hasOwn(value, key) ? value[key] : undefined
  if (before === undefined && rest.length > 0) return value
  const after = editBelow(before, rest, edit)
  if (after === before) return value
  const { [key]: _, ...others } = value
  return after === undefined ? others : { ...value, [key]: after }
}

function editList(values: readonly JsonValue[], rest: readonly string[], edit: Edit): JsonValue {
  const edited = values.map((each) => editBelow(each, rest, edit))
  if (edited.every((each, at) => each === values[at])) return values as JsonValue[]
  return edited.filter((each) => each !== undefined)
}

/** Branches that come out alike need no choice any more. */
function editChoice(value: JsonValue, [condition, ...branches]: readonly JsonValue[], keys: readonly string[], edit: Edit) {
  const edited = branches.map((each) => editBelow(each, keys, edit) ?? noValue)
  if (edited.every((each, at) => each === branches[at])) return value
  if (edited.every(isNoValue)) return undefined
  const [one, other] = edited
  return one === other && one !== undefined ? one : { 'Fn::If': [condition ?? '', ...edited] }
}

/** An edit that lowers a number; one that only a running stack knows counts as larger. */
export function atMost(most: number): Edit {
  return (value) => (value === undefined || (typeof value !== 'object' && Number(value) <= most) ? value : most)
}

/** The condition and the branches of a choice; undefined for anything else. */
export function branchesOf(value: JsonValue | undefined): JsonValue[] | undefined {
  const call = callOf(value)
  return call?.name === 'Fn::If' && Array.isArray(call.argument) ? call.argument : undefined
}

/** `AWS::NoValue`: as if the property were not there. */
export function isNoValue(value: JsonValue | undefined): boolean {
  return callOf(value)?.argument === 'AWS::NoValue'
}

/** Plain data or a function call, but neither a list nor nothing. */
export function isMap(value: JsonValue | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Entries of a list property as they stand, also within choices: what a rule may look at one by one. */
export function entriesOf(value: JsonValue | undefined): JsonValue[] {
  const branches = branchesOf(value)
  if (branches !== undefined) return branches.slice(1).flatMap(entriesOf)
  if (Array.isArray(value)) return value.flatMap(entriesOf)
  return value === undefined || value === null || isNoValue(value) ? [] : [value]
}

/** A list property without the entries that may not stay; undefined where none is left. */
export function keepEntries(value: JsonValue | undefined, isKept: (entry: JsonValue) => boolean): JsonValue | undefined {
  if (value === undefined || isNoValue(value)) return value
  const branches = branchesOf(value)
  if (branches !== undefined) {
    return editChoice(value, branches, [], (branch) => keepEntries(branch, isKept))
  }
  if (!Array.isArray(value)) return isKept(value) ? value : undefined
  const kept = value.map((each) => keepEntries(each, isKept))
  if (kept.every((each, at) => each === value[at])) return value
  const left = kept.filter((each) => each !== undefined)
  return left.length === 0 ? undefined : left
}

function sameOr(before: JsonValue | undefined, after: JsonValue | undefined): JsonValue | undefined {
  if (before === after || before === undefined || after === undefined) return after ?? (isNoValue(before) ? before : undefined)
  return typeof after === 'object' && JSON.stringify(before) === JSON.stringify(after) ? before : after
}
