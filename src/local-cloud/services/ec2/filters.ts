import { type QueryMap, queryList, queryMap, queryText } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'

/** What a record answers to a filter's name; undefined for a name that its kind does not have. */
export type Facts = Readonly<Record<string, readonly string[]>>

/** Whether a record meets every `Filter.N.Name|Value.M`; `*` in a value is any text. Throws ServiceError for an unknown name. */
export function meetsFilters(input: QueryMap, facts: Facts, tags: Readonly<Record<string, string>>): boolean {
  return queryList(input.Filter).every((each) => {
    const { Name, Value } = queryMap(each)
    const name = queryText(Name) ?? ''
    const wanted = queryList(Value).map((value) => queryText(value) ?? '')
    return factsFor(name, facts, tags).some((fact) => wanted.some((pattern) => isLike(fact, pattern)))
  })
}

function factsFor(name: string, facts: Facts, tags: Readonly<Record<string, string>>): readonly string[] {
  if (name.startsWith('tag:')) return Object.hasOwn(tags, name.slice(4)) ? [tags[name.slice(4)] ?? ''] : []
  if (name === 'tag-key') return Object.keys(tags)
  const found = Object.hasOwn(facts, name) ? facts[name] : undefined
  if (found === undefined) throw new ServiceError('InvalidParameterValue', `The filter '${name}' is invalid`)
  return found
}

function isLike(text: string, pattern: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replace(/\*+/g, '.*')
  return new RegExp(`^${source}$`, 's').test(text)
}
