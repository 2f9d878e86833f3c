import { fail, type ReplicaError } from '../../errors.ts'
import { foldText } from '../../production/fold.ts'
import { isRecord, type JsonValue } from '../../production/json.ts'
import { placeIn } from '../../production/locate.ts'
import { type DraftStack, note } from '../draft.ts'
import { type NameFact, nameFacts } from '../facts/names.ts'
import type { Rename } from '../respell/known-texts.ts'
import type { Site } from '../respell/sites.ts'
import { indexOfName, wordsOf } from './identify.ts'
import { newName } from './new-name.ts'

/** Names that are not unique in an account, or that only make sense as they are (DNS). */
const keptAsIs = new Set([
  ...['AWS::Route53::HostedZone', 'AWS::IAM::Policy', 'AWS::ServiceDiscovery::PrivateDnsNamespace', 'AWS::Cloud9::EnvironmentEC2'],
  ...['AWS::ServiceDiscovery::PublicDnsNamespace', 'AWS::Lambda::Alias', 'AWS::ApiGateway::Model', 'AWS::EC2::Subnet'],
])

/**
 * Gives way to production's names: an optional fixed name goes where nothing else says it; any other gets the replica's
 * id. Returns what was renamed, for whatever says an old name, and `derive.name_impossible` for names that cannot be made.
 */
export function renameResources(
  stacks: readonly DraftStack[],
  sites: readonly Site[],
  replicaId: string,
): { renames: Rename[]; faults: ReplicaError[] } {
  const names = stacks.flatMap(listNames)
  const texts = countTexts(sites)
  const faults: ReplicaError[] = []
  const renames: Rename[] = []
  for (const name of names) {
    const outcome = renameOne(name, texts, replicaId)
    if (outcome === 'impossible') faults.push(nameImpossible(name))
    else if (outcome !== undefined) renames.push(outcome)
  }
  return { renames, faults }
}

/** One property that names a physical resource. */
interface Name {
  stack: DraftStack
  logicalId: string
  type: string
  /** `Name`, or `Config.Name` inside a property. */
  path: readonly string[]
  fact: NameFact
  value: JsonValue
  /** As it is in production. */
  text: string | undefined
}

function listNames(stack: DraftStack): Name[] {
  return Object.entries(stack.template.Resources).flatMap(([logicalId, { Type: type, Properties = {} }]) => {
    if (keptAsIs.has(type)) return []
    return Object.entries(nameFacts(type)).flatMap(([property, fact]) => {
      const path = property.split('.')
      const value = path.reduce<JsonValue | undefined>((inner, key) => (isRecord(inner) ? inner[key] : undefined), Properties)
      if (value === undefined || Array.isArray(value) || fact.inParent === true) return []
      return [{ stack, logicalId, type, path, fact, value, text: foldText(value, stack.scope) }]
    })
  })
}

function renameOne(name: Name, count: CountText, replicaId: string): Rename | 'impossible' | undefined {
  const isOptional = name.fact.required !== true && name.fact.label !== true && name.path.length === 1
  const isSaid = name.text !== undefined && count(name.text) > 1
  if (isOptional && !isSaid) return dropName(name)
  if (name.text === undefined) return joinName(name, replicaId)
  if (name.text === '' || isReference(name)) return undefined
  const renamed = newName(name.text, replicaId, name.fact)
  if (renamed === undefined) return 'impossible'
  setValue(name, renamed)
  note(name.stack, name.logicalId, 'renamed', 'name-suffixed', `its ${name.path.join('.')} is ${renamed}`)
  return { stack: name.stack, logicalId: name.logicalId, type: name.type, from: name.text, to: renamed }
}

function dropName(name: Name): undefined {
  delete name.stack.template.Resources[name.logicalId]?.Properties?.[name.path[0] ?? '']
  note(name.stack, name.logicalId, 'renamed', 'name-dropped', `CloudFormation makes a new ${name.path[0]}, so production’s stays its own`)
}

/** A name that is made from other resources of the stack is new already; what else is in it gets the replica's id. */
function joinName(name: Name, replicaId: string): undefined {
  if (isReference(name)) return undefined
  setValue(name, { 'Fn::Join': ['-', [name.value, replicaId]] })
  note(name.stack, name.logicalId, 'renamed', 'name-suffixed', `its ${name.path.join('.')} ends in ${replicaId}`)
  return undefined
}

/** `{Ref: Resource}` or an attribute: the resource has a new name of its own. */
function isReference(name: Name): boolean {
  if (!isRecord(name.value)) return false
  const { Ref } = name.value
  return name.value['Fn::GetAtt'] !== undefined || (typeof Ref === 'string' && name.stack.source.template.Resources[Ref] !== undefined)
}

/** In place, so that the places that were found before stay where they are. */
function setValue(name: Name, value: JsonValue): void {
  const parents = name.path.slice(0, -1)
  const holder = parents.reduce<JsonValue | undefined>(
    (inner, key) => (isRecord(inner) ? inner[key] : undefined),
    name.stack.template.Resources[name.logicalId]?.Properties,
  )
  if (isRecord(holder)) holder[name.path.at(-1) ?? ''] = value
}

type CountText = (name: string) => number

/** Counts the places that say a name: only those that have its rarest word need be looked at. */
function countTexts(sites: readonly Site[]): CountText {
  const byWord = new Map<string, string[]>()
  for (const text of sites.flatMap((site) => site.texts)) {
    for (const word of new Set(wordsOf(text))) {
      const known = byWord.get(word)
      if (known === undefined) byWord.set(word, [text])
      else known.push(text)
    }
  }
  return (name) => {
    const candidates = wordsOf(name).map((word) => byWord.get(word) ?? [])
    const fewest = candidates.sort((one, other) => one.length - other.length)[0] ?? []
    return fewest.filter((text) => indexOfName(text, name) >= 0).length
  }
}

function nameImpossible({ stack, logicalId, path, text = '' }: Name): ReplicaError {
  const place = placeIn(stack.source, ['Resources', logicalId, 'Properties', ...path])
  return fail('derive.name_impossible', { place, resource: logicalId, property: path.join('.'), name: text })
}
