import { callOf, fold, type Scope } from '../../production/fold.ts'
import { isRecord, type JsonValue } from '../../production/json.ts'
import type { DraftStack } from '../draft.ts'
import { type PseudoPlace, readMarks, withMarks } from './marks.ts'

type Holder = Record<string, JsonValue> | JsonValue[]

/** One place of a draft where text stands: a literal, or an expression whose text in production is known. */
export interface Site {
  stack: DraftStack
  /** The resource that holds it; undefined in an output. */
  logicalId: string | undefined
  holder: Holder
  key: string | number
  /** The nearest key that is a name: `QueueName` for an entry of `{QueueName: […]}` too. */
  property: string
  /** What it says in production; several where it stands for a list. */
  texts: readonly string[]
  /** Where in these texts a pseudo parameter says something, such as the stack's name. */
  pseudos: readonly (readonly PseudoPlace[])[]
  kind: 'literal' | 'call' | 'list' | 'sub'
  /** It is what a program is told: an environment variable, an argument of a job. */
  isSetting: boolean
}

/** Every place of a draft's resources and outputs where text stands. Changing `holder[key]` changes the draft. */
export function sitesOf(stack: DraftStack): Site[] {
  const sites: Site[] = []
  const scope = withMarks(stack.scope)
  for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
    const search: Search = { stack, scope, logicalId, sites }
    if (resource.Properties !== undefined) collectAll(search, resource.Properties, '')
    if (resource.Metadata !== undefined) collectAll(search, resource.Metadata, '')
  }
  const search: Search = { stack, scope, logicalId: undefined, sites }
  if (stack.template.Globals !== undefined) collectAll(search, stack.template.Globals, '')
  for (const output of Object.values(stack.template.Outputs ?? {})) {
    collect(search, output as unknown as Holder, 'Value', 'Value')
  }
  return sites
}

/** Everything that a value and its parts say in production: for what is no place to change, such as a condition. */
export function textsIn(value: JsonValue, stack: DraftStack): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  const folded = callOf(value) === undefined ? undefined : fold(value, stack.scope)
  const own = isTexts(folded) ? folded.map(String) : [textOf(folded) ?? '']
  return [...own, ...Object.values(value).flatMap((each) => textsIn(each, stack))]
}

interface Search {
  stack: DraftStack
  scope: Scope
  logicalId: string | undefined
  sites: Site[]
  isSetting?: boolean
}

/** Maps and lists of what a program is told. */
const settings = new Set(['Variables', 'Environment', 'EnvironmentVariables', 'DefaultArguments', 'Parameters', 'DefinitionSubstitutions'])

function collectAll(search: Search, holder: Holder, property: string): void {
  if (Array.isArray(holder)) for (let index = 0; index < holder.length; index++) collect(search, holder, index, property)
  else for (const key of Object.keys(holder)) collect(settings.has(key) ? { ...search, isSetting: true } : search, holder, key, key)
}

/** What a clone is made from stays production's: the rules put it there on purpose. */
const cloned = 'SourceDBClusterIdentifier'

function collect(search: Search, holder: Holder, key: string | number, property: string): void {
  if (key === cloned) return
  const value = valueAt(holder, key)
  if (typeof value === 'string') add(search, holder, key, property, [value], 'literal')
  if (typeof value !== 'object' || value === null) return
  const call = callOf(value)
  if (call === undefined) collectAll(search, value, property)
  else collectCall(search, holder, key, property, call)
}

/** Names inside these are logical names, or are rewired elsewhere. */
const closed = new Set(['Fn::ImportValue', 'Fn::GetAtt', 'Condition', 'Fn::Transform', 'Fn::GetStackOutput'])
/** How many leading arguments are no text of the template's author: a condition, a delimiter, an index. */
const leading: Readonly<Record<string, number>> = { 'Fn::If': 1, 'Fn::Join': 1, 'Fn::Split': 1, 'Fn::Select': 1, 'Fn::FindInMap': 4 }

function collectCall(search: Search, holder: Holder, key: string | number, property: string, call: NonNullable<ReturnType<typeof callOf>>) {
  const { name, argument } = call
  if (closed.has(name)) return
  const value = valueAt(holder, key)
  const folded = name === 'Fn::If' || isPseudo(name, argument) ? undefined : fold(value, search.scope)
  const text = textOf(folded)
  if (text !== undefined) add(search, holder, key, property, [text], 'call')
  else if (isTexts(folded)) add(search, holder, key, property, folded.map(String), 'list')
  // What the whole does not say as a word of its own may still be said by a part.
  if (name === 'Fn::Sub' && text !== undefined) collectVariables(search, property, argument)
  else if (name === 'Fn::Sub') collectSub(search, holder, key, property, argument)
  else if (Array.isArray(argument)) collectArguments(search, argument, property, leading[name] ?? 0)
  else if (name !== 'Ref') collect(search, value as Holder, name, property)
}

function collectSub(search: Search, holder: Holder, key: string | number, property: string, argument: JsonValue): void {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  if (typeof text !== 'string') return
  const own = isRecord(variables) ? variables : {}
  add(search, holder, key, property, [partlyFolded(text, own, search.scope)], 'sub')
  collectAll(search, own, property)
}

function collectVariables(search: Search, property: string, argument: JsonValue): void {
  const variables = Array.isArray(argument) ? argument[1] : undefined
  if (isRecord(variables)) collectAll(search, variables, property)
}

function collectArguments(search: Search, argument: JsonValue[], property: string, skipped: number): void {
  for (let index = skipped; index < argument.length; index++) collect(search, argument, index, property)
}

function add(search: Search, holder: Holder, key: string | number, property: string, marked: readonly string[], kind: Site['kind']): void {
  const { stack, logicalId, isSetting = false } = search
  const read = marked.map(readMarks)
  const [texts, pseudos] = [read.map((each) => each.text), read.map((each) => each.pseudos)]
  search.sites.push({ stack, logicalId, holder, key, property, texts, pseudos, kind, isSetting })
}

/** Text of an `Fn::Sub` with what is known filled in; its own variables, and what only a running stack knows, stay. */
function partlyFolded(text: string, own: Record<string, JsonValue>, scope: Scope): string {
  return text.replaceAll(/\$\{([^!}][^}]*)\}/g, (whole, name: string) => {
    return Object.hasOwn(own, name.trim()) ? whole : (textOf(fold({ Ref: name.trim() }, scope)) ?? whole)
  })
}

function isPseudo(name: string, argument: JsonValue): boolean {
  return name === 'Ref' && typeof argument === 'string' && argument.startsWith('AWS::')
}

function valueAt(holder: Holder, key: string | number): JsonValue | undefined {
  return (holder as Record<string | number, JsonValue>)[key]
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

function isTexts(value: JsonValue | undefined): value is (string | number)[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number')
}
