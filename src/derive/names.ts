import { fail, type ReplicaError } from '../errors.ts'
import { foldText } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import { type DraftStack, note } from './draft.ts'
import { type NameFact, nameFacts } from './facts/names.ts'
import { followNames, type Rename, textsOf } from './follow-names.ts'
import { indexOfName, isTelling, wordsOf } from './identify.ts'
import { newName } from './new-name.ts'

/** Names that are not unique in an account, or that only make sense as they are (DNS). */
const keptAsIs = new Set([
  ...['AWS::Route53::HostedZone', 'AWS::IAM::Policy', 'AWS::ServiceDiscovery::PrivateDnsNamespace', 'AWS::Cloud9::EnvironmentEC2'],
  ...['AWS::ServiceDiscovery::PublicDnsNamespace', 'AWS::Lambda::Alias', 'AWS::ApiGateway::Model', 'AWS::EC2::Subnet'],
])

/**
 * Gives way to production's names: an optional fixed name goes where nothing else says it; any other gets the replica's
 * id, and whatever said the old name says the new one. Returns `derive.name_impossible` for names that cannot be made.
 */
export function renameResources(stacks: readonly DraftStack[], replicaId: string): ReplicaError[] {
  const names = stacks.flatMap(listNames)
  const texts = new Texts(stacks)
  const faults: ReplicaError[] = []
  const renames: Rename[] = []
  for (const name of names) {
    const outcome = renameOne(name, texts, replicaId)
    if (outcome === 'impossible') faults.push(nameImpossible(name))
    else if (outcome !== undefined) renames.push(outcome)
  }
  followNames(stacks, renames)
  return faults
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

function renameOne(name: Name, texts: Texts, replicaId: string): Rename | 'impossible' | undefined {
  const isOptional = name.fact.required !== true && name.fact.label !== true && name.path.length === 1
  const isSaid = name.text !== undefined && isTelling(name.text) && texts.count(name.text) > 1
  if (isOptional && !isSaid) return dropName(name)
  if (name.text === undefined) return joinName(name, replicaId)
  if (name.text === '' || isReference(name)) return undefined
  const renamed = newName(name.text, replicaId, name.fact)
  if (renamed === undefined) return 'impossible'
  setValue(name, renamed)
  note(name.stack, name.logicalId, 'renamed', 'name-suffixed', `its ${name.path.join('.')} is ${renamed}`)
  return { from: name.text, to: renamed, service: serviceOf(name.type) }
}

function dropName(name: Name): undefined {
  const { [name.path[0] ?? '']: _, ...others } = name.stack.template.Resources[name.logicalId]?.Properties ?? {}
  const resource = name.stack.template.Resources[name.logicalId]
  if (resource !== undefined) resource.Properties = others
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

function setValue(name: Name, value: JsonValue): void {
  const resource = name.stack.template.Resources[name.logicalId]
  if (resource !== undefined) resource.Properties = setAt(resource.Properties ?? {}, name.path, value)
}

function setAt(holder: Record<string, JsonValue>, path: readonly string[], value: JsonValue): Record<string, JsonValue> {
  const [first = '', ...rest] = path
  const inner = holder[first]
  return { ...holder, [first]: rest.length === 0 ? value : setAt(isRecord(inner) ? inner : {}, rest, value) }
}

/** Everything that the drafts say, as it is in production, found by its words. */
class Texts {
  private readonly byWord = new Map<string, string[]>()

  constructor(stacks: readonly DraftStack[]) {
    for (const text of stacks.flatMap(textsOf)) {
      for (const word of new Set(wordsOf(text))) {
        const known = this.byWord.get(word)
        if (known === undefined) this.byWord.set(word, [text])
        else known.push(text)
      }
    }
  }

  /** How many texts say a name: only those that have its rarest word need be looked at. */
  count(name: string): number {
    const candidates = wordsOf(name).map((word) => this.byWord.get(word) ?? [])
    const fewest = candidates.sort((one, other) => one.length - other.length)[0] ?? []
    return fewest.filter((text) => indexOfName(text, name) >= 0).length
  }
}

function serviceOf(type: string): string {
  return type.split('::').slice(0, 2).join('::')
}

function nameImpossible({ stack, logicalId, path, text = '' }: Name): ReplicaError {
  return fail('derive.name_impossible', { stack: stack.source.name, resource: logicalId, property: path.join('.'), name: text })
}

function isRecord(value: JsonValue | undefined): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
