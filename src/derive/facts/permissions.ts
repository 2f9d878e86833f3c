import json from './permissions.json' with { type: 'json' }

const handlers = ['create', 'read', 'update', 'delete'] as const
type Handler = (typeof handlers)[number]

/** IAM actions by what CloudFormation does with a resource, each list sorted. */
export type HandlerPermissions = Readonly<Record<Handler, readonly string[]>>

/**
 * The IAM actions that CloudFormation's handlers of that type call; empty lists for an unknown type. The facts are large:
 * import this file where it is needed only.
 */
export function handlerPermissions(type: string): HandlerPermissions {
  const types: Readonly<Record<string, readonly string[]>> = json.types
  const lists = Object.hasOwn(types, type) ? (types[type] ?? []) : []
  return Object.fromEntries(handlers.map((name, index) => [name, parsePlaces(lists[index] ?? '')])) as Record<Handler, string[]>
}

/** Places in the list of all actions, written as distances in base 36: `4a 1 1` is 154, 155, 156. */
function parsePlaces(text: string): string[] {
  let place = 0
  return text.split(' ').flatMap((distance) => {
    if (distance === '') return []
    place += Number.parseInt(distance, 36)
    return allActions()[place] ?? []
  })
}

let actions: readonly string[] | undefined

/** `service:Name`, sorted as the generator sorts them. */
function allActions(): readonly string[] {
  actions ??= Object.entries(json.actions as Record<string, string>).flatMap(([service, names]) =>
    names.split(' ').map((name) => `${service}:${name}`),
  )
  return actions
}
