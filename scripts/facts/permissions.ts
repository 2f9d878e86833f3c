import { handlerNames, type Schema } from './schemas.ts'

export interface PermissionLines {
  /** By service prefix, the sorted names of its actions, parted by spaces. */
  actions: Record<string, string>
  /** By resource type, for each of `handlerNames` the places of its actions in the whole sorted list, as distances in base 36. */
  types: Record<string, string[]>
}

/** The IAM actions of every type's handlers, each of them written once. What is no action of one service is left out. */
export function permissionsOf(types: readonly Schema[]): PermissionLines {
  const byType = types.map((schema) => [schema.typeName, handlersOf(schema)] as const).filter(([, lists]) => lists.flat().length > 0)
  const actions = [...new Set(byType.flatMap(([, lists]) => lists.flat()))].sort()
  const places = new Map(actions.map((action, place) => [action, place]))
  const lines = byType.map(([type, lists]) => [type, lists.map((list) => formatPlaces(list, places))] as const)
  return { actions: byService(actions), types: Object.fromEntries(lines) }
}

function handlersOf({ handlers }: Schema): string[][] {
  return handlerNames.map((name) => [...new Set((handlers?.[name]?.permissions ?? []).map(clean).filter(isAction))].sort())
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

function formatPlaces(actions: readonly string[], places: ReadonlyMap<string, number>): string {
  const sorted = actions.flatMap((action) => places.get(action) ?? [])
  return sorted.map((place, index) => (place - (sorted[index - 1] ?? 0)).toString(36)).join(' ')
}

function byService(actions: readonly string[]): Record<string, string> {
  const services = new Map<string, string[]>()
  for (const action of actions) {
    const [service = '', name = ''] = action.split(':')
    services.set(service, [...(services.get(service) ?? []), name])
  }
  return Object.fromEntries([...services].map(([service, names]) => [service, names.join(' ')]))
}
