import { callOf } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { Template } from '../../production/types.ts'
import type { DraftStack } from '../draft.ts'
import { referencesOf } from '../references.ts'

/** A place where production's template gives a database, cache or broker its password. */
export interface PasswordUse {
  stack: DraftStack
  logicalId: string
  /** As production's template writes it. */
  value: JsonValue
}

/** Where the passwords stand, by type; `*` is every entry of a list. Neptune has none: IAM opens it. */
const passwordPaths: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS::RDS::DBInstance', ['MasterUserPassword']],
  ['AWS::RDS::DBCluster', ['MasterUserPassword']],
  ['AWS::DocDB::DBCluster', ['MasterUserPassword']],
  ['AWS::DocDBElastic::Cluster', ['AdminUserPassword']],
  ['AWS::Redshift::Cluster', ['MasterUserPassword']],
  ['AWS::RedshiftServerless::Namespace', ['AdminUserPassword']],
  ['AWS::Lightsail::Database', ['MasterUserPassword']],
  ['AWS::Timestream::InfluxDBInstance', ['Password']],
  ['AWS::ElastiCache::ReplicationGroup', ['AuthToken']],
  ['AWS::ElastiCache::User', ['Passwords.*', 'AuthenticationMode.Passwords.*']],
  ['AWS::MemoryDB::User', ['AuthenticationMode.Passwords.*']],
  ['AWS::AmazonMQ::Broker', ['Users.*.Password']],
  ['AWS::OpenSearchService::Domain', ['AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword']],
  ['AWS::Elasticsearch::Domain', ['AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword']],
])

/** Every password of the resources that a draft still has. */
export function passwordUses(stack: DraftStack): PasswordUse[] {
  return Object.entries(stack.source.template.Resources).flatMap(([logicalId, { Type, Properties = {} }]) => {
    const paths = passwordPaths.get(Type)
    if (paths === undefined || !Object.hasOwn(stack.template.Resources, logicalId)) return []
    return paths.flatMap((path) => valuesAt(Properties, path.split('.')).map((value) => ({ stack, logicalId, value })))
  })
}

/**
 * The parameters that a password comes from: it is the parameter's value, or holds that of a secret one, or is read from
 * a secret of the same template that is made of it.
 */
export function passwordParameters(value: JsonValue, template: Template): string[] {
  const branches = branchesOf(value)
  if (branches !== undefined) return [...new Set(branches.flatMap((each) => passwordParameters(each, template)))]
  const text = textOf(value)
  if (text === undefined) return secretNames(referencesOf(value), template)
  const whole = wholeName(text)
  if (whole !== undefined) return isParameter(whole, template) ? [whole] : []
  const stored = storedValue(text, template)
  if (stored !== undefined) return passwordParameters(stored, template)
  return text.includes('{{resolve:') ? [] : secretNames(referencesOf(value), template)
}

/** The name that an expression only repeats; undefined where it does more. */
export function repeatedName(value: JsonValue | undefined): string | undefined {
  const text = value === undefined ? undefined : textOf(value)
  return text === undefined ? undefined : wholeName(text)
}

/** The logical id of the secret of the same template that a dynamic reference reads; undefined for anything else. */
export function storedIn(value: JsonValue): string | undefined {
  return stored.exec(textOf(present(value)) ?? '')?.[1]
}

/** The value without the branches that take the property away: what it is where it is anything. */
export function present(value: JsonValue): JsonValue {
  const branches = branchesOf(value)?.filter((each) => callOf(each)?.argument !== 'AWS::NoValue')
  return branches?.length === 1 && branches[0] !== undefined ? present(branches[0]) : value
}

function valuesAt(value: JsonValue | undefined, keys: readonly string[]): JsonValue[] {
  const [key, ...rest] = keys
  if (key === undefined || value === undefined) return value === undefined || value === null ? [] : [value]
  const branches = callOf(value)?.name === 'Fn::If' ? branchesOf(value) : undefined
  if (branches !== undefined) return branches.flatMap((each) => valuesAt(each, keys))
  if (Array.isArray(value)) return key === '*' ? value.flatMap((each) => valuesAt(each, rest)) : []
  if (typeof value !== 'object' || value === null) return []
  return Object.hasOwn(value, key) ? valuesAt(value[key], rest) : []
}

function branchesOf(value: JsonValue): JsonValue[] | undefined {
  const call = callOf(value)
  if (call?.name !== 'Fn::If' || !Array.isArray(call.argument)) return undefined
  return call.argument.slice(1)
}

/** References as `${Name}` within their text; undefined for what is not put together from text and references alone. */
function textOf(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value
  const call = callOf(value)
  if (call?.name === 'Ref' && typeof call.argument === 'string') return `\${${call.argument}}`
  if (call?.name === 'Fn::Sub') return substituted(call.argument)
  if (call?.name !== 'Fn::Join' || !Array.isArray(call.argument) || !Array.isArray(call.argument[1])) return undefined
  const parts = call.argument[1].map(textOf)
  return parts.includes(undefined) ? undefined : parts.join(String(call.argument[0]))
}

function substituted(argument: JsonValue): string | undefined {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  if (typeof text !== 'string') return undefined
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) return text
  return text.replace(/\$\{\s*([^!}][^}]*?)\s*\}/g, (whole, name: string) => {
    return Object.hasOwn(variables, name) ? (textOf(variables[name] ?? null) ?? whole) : whole
  })
}

function wholeName(text: string): string | undefined {
  return /^\s*\$\{\s*([A-Za-z0-9]+)\s*\}\s*$/.exec(text)?.[1]
}

const stored = /^\s*\{\{resolve:secretsmanager:\$\{\s*([A-Za-z0-9]+)\s*\}(?::SecretString)?(?::([^:}]*))?[^}]*\}\}\s*$/

/** What a secret of the same template holds under the key that a dynamic reference names. */
function storedValue(text: string, template: Template): JsonValue | undefined {
  const [, id = '', key = ''] = stored.exec(text) ?? []
  const secret = Object.hasOwn(template.Resources, id) ? template.Resources[id] : undefined
  const content = secret?.Type === 'AWS::SecretsManager::Secret' ? secret.Properties?.SecretString : undefined
  const whole = content === undefined ? undefined : textOf(content)
  if (whole === undefined || key === '') return whole === undefined || whole.includes('{{resolve:') ? undefined : { 'Fn::Sub': whole }
  return fieldOf(whole, key)
}

function fieldOf(text: string, key: string): JsonValue | undefined {
  try {
    const fields = JSON.parse(text) as JsonValue
    const value = typeof fields === 'object' && fields !== null && !Array.isArray(fields) && Object.hasOwn(fields, key) ? fields[key] : null
    return typeof value === 'string' && !value.includes('{{resolve:') ? { 'Fn::Sub': value } : undefined
  } catch {
    return undefined
  }
}

function secretNames(names: ReadonlySet<string>, template: Template): string[] {
  return [...names].filter((name) => isParameter(name, template) && isTrue(template.Parameters?.[name]?.NoEcho))
}

function isParameter(name: string, { Parameters = {} }: Template): boolean {
  return Object.hasOwn(Parameters, name)
}

function isTrue(value: boolean | string | undefined): boolean {
  return String(value).toLowerCase() === 'true'
}
