import { callOf, foldText, type Scope } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { Template } from '../../production/types.ts'
import { putTogether } from './said.ts'

/** One text of a derived template. */
export interface Saying {
  /** JSON pointer. */
  path: string
  /** The nearest name above it that is no function's and no list's. */
  key: string
  text: string
  /**
   * A remark is read by nobody but people: it is only searched for what is known of production. A reference is the value of
   * a parameter, which is looked at by itself: it is only searched for names that its key makes telling.
   */
  kind: 'text' | 'remark' | 'import' | 'reference' | 'parameter'
  /** Put together from other texts, each of which is looked at by itself. */
  isComposed?: boolean
}

type Take = (saying: Saying) => void

/** Passes on every text of a template, also those that `Fn::Sub` and `Fn::Join` put together, in the template's order. */
export function eachSaying(template: Template, scope: Scope, take: Take): void {
  for (const [section, value] of Object.entries(template)) {
    if (section === 'AWSTemplateFormatVersion' || section === 'Transform') continue
    const walk: Walk = { scope, take, section }
    if (section === 'Parameters') walkParameters(value, walk)
    else walkValue(value as JsonValue, `/${section}`, { key: section, isRemark: remarkSections.has(section) }, walk)
  }
}

interface Walk {
  scope: Scope
  take: Take
  section: string
}

interface Place {
  key: string
  isRemark: boolean
}

const remarkSections: ReadonlySet<string> = new Set(['Description', 'Metadata', 'Conditions', 'Rules'])
/** Metadata that hosts act upon. */
const actedUpon: ReadonlySet<string> = new Set(['AWS::CloudFormation::Init', 'AWS::CloudFormation::Authentication'])
const remarkKey = /Description$|^Comments?$|^Metadata$/
/** What stands under these names is a logical id, not a text. */
const logicalNames: ReadonlySet<string> = new Set(['DependsOn', 'Condition', 'Type', 'DeletionPolicy', 'UpdateReplacePolicy'])

/** A default that is left equals the value, which is looked at by itself. */
function walkParameters(parameters: unknown, walk: Walk): void {
  for (const [name, { Default: _, Type: __, ...rest }] of Object.entries(parameters as NonNullable<Template['Parameters']>)) {
    walkValue(rest as JsonValue, `/Parameters/${escapePointer(name)}`, { key: name, isRemark: true }, walk)
  }
}

function walkValue(value: JsonValue, path: string, place: Place, walk: Walk): void {
  if (typeof value === 'string') say(value, path, place, walk)
  else if (Array.isArray(value))
    value.forEach((each, index) => {
      walkValue(each, `${path}/${index}`, place, walk)
    })
  else if (typeof value === 'object' && value !== null) walkMap(value, path, place, walk)
  else if (typeof value === 'number' && value > 9_999_999_999) say(String(value), path, place, walk)
}

function walkMap(value: Record<string, JsonValue>, path: string, place: Place, walk: Walk): void {
  const call = callOf(value)
  if (call !== undefined) {
    walkCall(call, value, path, place, walk)
    return
  }
  const depth = path.split('/').length - 1
  for (const [key, each] of Object.entries(value)) {
    const inner = `${path}/${escapePointer(key)}`
    if (isLogicalName(walk.section, depth, key)) continue
    if (!isNameOfPart(walk.section, depth)) say(key, inner, { ...place, isRemark: true }, walk)
    walkValue(each, inner, { key, isRemark: remarks(place, key) }, walk)
  }
}

function remarks(place: Place, key: string): boolean {
  return actedUpon.has(key) ? false : place.isRemark || remarkKey.test(key)
}

/** The names of resources, outputs and their like are the template's own, as are the words of CloudFormation below them. */
function isNameOfPart(section: string, depth: number): boolean {
  return depth <= (section === 'Mappings' ? 1 : 2)
}

function isLogicalName(section: string, depth: number, key: string): boolean {
  return (section === 'Resources' || section === 'Outputs') && depth === 2 && logicalNames.has(key)
}

function walkCall(call: { name: string; argument: JsonValue }, value: JsonValue, path: string, place: Place, walk: Walk): void {
  const { name, argument } = call
  const inner = `${path}/${escapePointer(name)}`
  if (name === 'Fn::GetAtt' || name === 'Condition') return
  if (name === 'Ref') {
    const text = place.isRemark ? undefined : foldText({ Ref: argument }, walk.scope)
    if (text !== undefined) walk.take({ path, key: place.key, text, kind: 'reference' })
    return
  }
  if (name === 'Fn::ImportValue') {
    walk.take({ path, key: place.key, text: putTogether(argument, walk.scope) ?? foldText(argument, walk.scope) ?? '', kind: 'import' })
    return
  }
  const together = putTogether(value, walk.scope)
  if (together !== undefined)
    walk.take({ path, key: place.key, text: together, kind: place.isRemark ? 'remark' : 'text', isComposed: true })
  // The pieces by themselves may still hold what the whole hides behind a neighbouring letter.
  walkValue(
    name === 'Fn::If' && Array.isArray(argument) ? ['', ...argument.slice(1)] : argument,
    inner,
    { ...place, isRemark: place.isRemark || together !== undefined },
    walk,
  )
}

function say(text: string, path: string, place: Place, walk: Walk): void {
  walk.take({ path, key: place.key, text, kind: place.isRemark ? 'remark' : 'text' })
}

/** A name as a step of a JSON pointer. */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
