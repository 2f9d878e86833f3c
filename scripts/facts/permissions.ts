import type { ActionAccess } from '../../src/derive/facts/permissions.ts'
import { accessLetters } from './access.ts'
import { handlerNames, type Schema } from './schemas.ts'

export interface PermissionLines {
  /** The words that actions most often begin with; the first is none. Each has the letter at its place in `letters`. */
  verbs: string[]
  /** By service prefix: what follows the verbs, each with the letters of its verbs, as `Bucket:BC`. */
  actions: Record<string, string>
  /** By service prefix: what each of its actions does, one letter an action, in the same order. */
  access: Record<string, string>
  /** By resource type, for each of `handlerNames` the places of its actions in the list above, as distances in base 36. */
  types: Record<string, string[]>
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The IAM actions of every type's handlers, each of them written once. What is no action of one service is left out. */
export function permissionsOf(types: readonly Schema[], accessOf: (action: string) => ActionAccess): PermissionLines {
  const byType = types.map((schema) => [schema.typeName, handlersOf(schema)] as const).filter(([, lists]) => lists.flat().length > 0)
  const all = [...new Set(byType.flatMap(([, lists]) => lists.flat()))]
  const verbs = commonVerbs(all)
  const actions = all.map((action) => partsOf(action, verbs)).sort(inOrder)
  const places = new Map(actions.map(({ whole }, place) => [whole, place]))
  const lines = byType.map(([type, lists]) => [type, lists.map((list) => formatPlaces(list, places))] as const)
  return { verbs, actions: byService(actions, verbs), access: accessByService(actions, accessOf), types: Object.fromEntries(lines) }
}

function handlersOf({ handlers }: Schema): string[][] {
  return handlerNames.map((name) => [...new Set((handlers?.[name]?.permissions ?? []).map(clean).filter(isAction))])
}

/** Service prefixes are lower case; some schemas write them otherwise, and leave spaces. */
function clean(action: string): string {
  const [service = '', ...name] = action.trim().split(':')
  return `${service.toLowerCase()}:${name.join(':')}`
}

/** A whole service (`s3:*`) is more than any handler needs. */
function isAction(action: string): boolean {
  return /^[a-z0-9-]+:[A-Za-z0-9]+\*?$/.test(action)
}

interface Action {
  whole: string
  service: string
  verb: string
  /** What follows the verb. */
  object: string
}

function partsOf(whole: string, verbs: readonly string[]): Action {
  const [service = '', name = ''] = whole.split(':')
  const first = firstWord(name)
  const verb = verbs.includes(first) ? first : ''
  return { whole, service, verb, object: name.slice(verb.length) }
}

function commonVerbs(actions: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const action of actions) {
    const verb = firstWord(action.split(':')[1] ?? '')
    counts.set(verb, (counts.get(verb) ?? 0) + 1)
  }
  counts.delete('')
  const byCount = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return ['', ...byCount.slice(0, letters.length - 1).map(([verb]) => verb)]
}

function firstWord(name: string): string {
  return /^[A-Z][a-z0-9]+/.exec(name)?.[0] ?? ''
}

function inOrder(a: Action, b: Action): number {
  return compare(a.service, b.service) || compare(a.object, b.object) || compare(a.verb, b.verb)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function formatPlaces(actions: readonly string[], places: ReadonlyMap<string, number>): string {
  const sorted = actions.flatMap((action) => places.get(action) ?? []).sort((a, b) => a - b)
  return sorted.map((place, index) => (place - (sorted[index - 1] ?? 0)).toString(36)).join(' ')
}

/** `actions` come sorted by service, then by object. */
function byService(actions: readonly Action[], verbs: readonly string[]): Record<string, string> {
  const services = new Map<string, Map<string, string>>()
  for (const { service, object, verb } of actions) {
    const objects = services.get(service) ?? new Map<string, string>()
    services.set(service, objects.set(object, (objects.get(object) ?? '') + letters.charAt(verbs.indexOf(verb))))
  }
  const format = (objects: Map<string, string>) => [...objects].map(([object, codes]) => `${object}:${codes}`).join(' ')
  return Object.fromEntries([...services].map(([service, objects]) => [service, format(objects)]))
}

function accessByService(actions: readonly Action[], accessOf: (action: string) => ActionAccess): Record<string, string> {
  const services = new Map<string, string>()
  for (const { service, whole } of actions) services.set(service, (services.get(service) ?? '') + accessLetters[accessOf(whole)])
  return Object.fromEntries(services)
}
