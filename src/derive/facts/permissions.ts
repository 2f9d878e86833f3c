import json from './permissions.json' with { type: 'json' }

const handlers = ['create', 'read', 'update', 'delete'] as const
type Handler = (typeof handlers)[number]

/** IAM actions by what CloudFormation does with a resource, each list sorted. */
export type HandlerPermissions = Readonly<Record<Handler, readonly string[]>>

/**
 * The IAM actions that CloudFormation's handlers of that type call; empty lists for an unknown type. The facts are large:
 * import this file only where it is needed, with `import()`.
 */
export function handlerPermissions(type: string): HandlerPermissions {
  const types: Readonly<Record<string, readonly string[]>> = json.types
  const lists = Object.hasOwn(types, type) ? (types[type] ?? []) : []
  return Object.fromEntries(handlers.map((name, index) => [name, parsePlaces(lists[index] ?? '').sort()])) as Record<Handler, string[]>
}

/**
 * What an action does, and which tags IAM can ask for when it is called: `read`; `write`, of which IAM cannot ask for any;
 * `create`, which can be asked for the tags that it gives (aws:RequestTag); `change`, for those of what it is done to
 * (aws:ResourceTag); `either`.
 */
export type ActionAccess = 'read' | 'write' | 'create' | 'change' | 'either'

/** What the action `service:Name` does; `write` for one that no handler calls. */
export function actionAccess(action: string): ActionAccess {
  access ??= new Map(parseActions().map(({ name, letter }) => [name, accessByLetter[letter] ?? 'write']))
  return access.get(action) ?? 'write'
}

let access: ReadonlyMap<string, ActionAccess> | undefined
const accessByLetter: Readonly<Record<string, ActionAccess>> = { r: 'read', w: 'write', c: 'create', t: 'change', b: 'either' }

/** Places in the list of all actions, written as distances in base 36: `4a 1 1` is 154, 155, 156. */
function parsePlaces(text: string): string[] {
  let place = 0
  return text.split(' ').flatMap((distance) => {
    if (distance === '') return []
    place += Number.parseInt(distance, 36)
    return parseActions()[place]?.name ?? []
  })
}

interface Action {
  name: string
  letter: string
}

let actions: readonly Action[] | undefined

/** Every action, in the order that the places count in. */
function parseActions(): readonly Action[] {
  actions ??= Object.entries(json.actions as Readonly<Record<string, string>>).flatMap(([service, objects]) => {
    const codes = (json.access as Readonly<Record<string, string>>)[service] ?? ''
    const names = objects.split(' ').flatMap((object) => parseObject(service, object))
    return names.map((name, index) => ({ name, letter: codes.charAt(index) }))
  })
  return actions
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** `Bucket:BC` is one action a letter: the verb of that letter, and what it acts on. */
function parseObject(service: string, text: string): string[] {
  const [object = '', codes = ''] = text.split(':')
  return [...codes].map((code) => `${service}:${json.verbs[letters.indexOf(code)] ?? ''}${object}`)
}
