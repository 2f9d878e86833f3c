import type { CallCheck, Setting } from './check-calls.ts'
import { didYouMean, type Fault, type Outline, quote } from './check-types.ts'
import { isRecord, type JsonValue } from './json.ts'

type NameFault = Omit<Fault, 'path' | 'isFatal'>
interface Found {
  faults: NameFault[]
  /** Resources that are named. */
  needs: string[]
}
interface Call {
  name: string
  argument: JsonValue
}

const pseudo: ReadonlySet<string> = new Set(
  ['AccountId', 'NotificationARNs', 'NoValue', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map((name) => `AWS::${name}`),
)
/** A text between `${` and `}` that can be a name; others are left for AWS to judge. */
const variable = /\$\{\s*([\w:.]+)\s*\}/g

/** What one call names that the template does not have, and which resources it names. */
export function namesFault(call: Call, setting: Setting, check: Pick<CallCheck, 'template' | 'outline'>): Found {
  const look = looks.get(call.name)
  return look === undefined ? { faults: [], needs: [] } : look(call.argument, setting, check)
}

type Look = (argument: JsonValue, setting: Setting, check: Pick<CallCheck, 'template' | 'outline'>) => Found

const looks: ReadonlyMap<string, Look> = new Map<string, Look>([
  ['Ref', (argument, setting, check) => lookUp('Ref', typeof argument === 'string' ? [argument] : [], setting, check)],
  ['Fn::Sub', (argument, setting, check) => lookUp('Fn::Sub', subNames(argument), setting, check)],
  ['Fn::GetAtt', lookUpAttribute],
  ['DependsOn', (argument, _, check) => lookUpResources('DependsOn', [argument].flat(), check)],
  ['Condition', (argument, _, check) => lookUpCondition(argument, check)],
  ['Fn::If', (argument, _, check) => lookUpCondition(Array.isArray(argument) ? (argument[0] ?? null) : null, check)],
  ['Fn::FindInMap', lookUpMapping],
])

function subNames(argument: JsonValue): string[] {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  if (typeof text !== 'string') return []
  const own = isRecord(variables) ? variables : {}
  const names = [...text.matchAll(variable)].map((match) => match[1] ?? '')
  return [...new Set(names)].filter((name) => !Object.hasOwn(own, name))
}

function lookUp(caller: string, names: readonly string[], setting: Setting, { outline }: Pick<CallCheck, 'outline'>): Found {
  const found: Found = { faults: [], needs: [] }
  // Conditions are worked out before there are resources.
  const resources: ReadonlySet<string> = ['Conditions', 'Rules'].includes(setting.section) ? new Set() : outline.resources
  for (const name of names) {
    const [id = name, ...attribute] = caller === 'Fn::Sub' ? name.split('.') : [name]
    if (resources.has(id)) found.needs.push(id)
    else if ((attribute.length > 0 || !isValue(id, outline)) && !isGenerated(id, outline.generators)) {
      const what = resources.size === 0 ? 'parameter' : 'parameter or resource'
      found.faults.push(nothing(caller, name, what, id, [...outline.parameters, ...resources]))
    }
  }
  return found
}

function isValue(name: string, outline: Outline): boolean {
  return outline.parameters.has(name) || pseudo.has(name)
}

function lookUpAttribute(argument: JsonValue, _: Setting, check: Pick<CallCheck, 'outline'>): Found {
  const id = typeof argument === 'string' ? argument.split('.', 1)[0] : Array.isArray(argument) ? argument[0] : undefined
  return lookUpResources('Fn::GetAtt', typeof id === 'string' ? [id] : [], check)
}

function lookUpResources(caller: string, names: readonly JsonValue[], { outline }: Pick<CallCheck, 'outline'>): Found {
  const ids = names.filter((name) => typeof name === 'string')
  const missing = ids.filter((id) => !outline.resources.has(id) && !isGenerated(id, outline.generators))
  return {
    faults: missing.map((id) => nothing(caller, id, 'resource', id, outline.resources)),
    needs: ids.filter((id) => outline.resources.has(id)),
  }
}

function lookUpCondition(name: JsonValue, { outline }: Pick<CallCheck, 'outline'>): Found {
  if (typeof name !== 'string' || outline.conditions.has(name)) return { faults: [], needs: [] }
  return { faults: [nothing('', name, 'condition', name, outline.conditions)], needs: [] }
}

/** Names that are written out; of others only AWS knows. */
function lookUpMapping(argument: JsonValue, _: Setting, { template, outline }: Pick<CallCheck, 'template' | 'outline'>): Found {
  const [name, first, second, fallback] = Array.isArray(argument) ? argument : []
  if (typeof name !== 'string' || fallback !== undefined) return { faults: [], needs: [] }
  if (!outline.mappings.has(name)) return { faults: [nothing('Fn::FindInMap', name, 'mapping', name, outline.mappings)], needs: [] }
  const levels = template.Mappings?.[name] ?? {}
  if (!isKey(first)) return { faults: [], needs: [] }
  if (!Object.hasOwn(levels, String(first))) return missingKey(String(first), name, levels)
  const values = levels[String(first)] ?? {}
  return isKey(second) && !Object.hasOwn(values, String(second)) ? missingKey(String(second), name, values) : { faults: [], needs: [] }
}

function missingKey(key: string, mapping: string, known: object): Found {
  const reason = `Fn::FindInMap names the key ${quote(key)}, which the mapping ${quote(mapping)} does not have`
  return { faults: [{ reason, ...didYouMean(key, Object.keys(known)) }], needs: [] }
}

function isKey(value: JsonValue | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}

function isGenerated(name: string, generators: readonly string[]): boolean {
  return generators.some((each) => name.startsWith(each))
}

function nothing(caller: string, name: string, what: string, id: string, known: Iterable<string>): NameFault {
  const subject = caller === '' ? `the condition ${quote(name)} is named` : `${caller} names ${quote(name)}`
  return { reason: `${subject}, and there is no such ${what} in the template`, ...didYouMean(id, known) }
}
