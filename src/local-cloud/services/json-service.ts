import type { JsonMap } from '../protocol/json.ts'
import { formatJsonAnswer, formatJsonError, parseJsonCall } from '../protocol/json.ts'
import { ServiceError } from '../protocol/service-error.ts'
import { makeUuid } from '../protocol/uuid.ts'
import type { Service, World } from '../types.ts'

/** One operation of a JSON service. Throws ServiceError. */
export type JsonOperation = (input: JsonMap, world: World) => Promise<object> | object

/** A service that speaks awsJson, from its operations. */
export function createJsonService(signingName: string, operations: Readonly<Record<string, JsonOperation>>): Service {
  return {
    signingName,
    async handle(request, world) {
      const requestId = makeUuid(world.entropy)
      try {
        const { operation, input } = parseJsonCall(request)
        const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined
        if (run === undefined) {
          throw new ServiceError('UnknownOperationException', `The local cloud does not know the operation ${operation} of ${signingName}.`)
        }
        return formatJsonAnswer(await run(input, world), requestId)
      } catch (error) {
        if (error instanceof ServiceError) return formatJsonError(error, requestId)
        throw error
      }
    },
  }
}

/** A text of the input, which must be there. Throws ServiceError `ValidationException`. */
export function demandText(input: JsonMap, name: string): string {
  const value = input[name]
  if (typeof value === 'string' && value !== '') return value
  throw new ServiceError(
    'ValidationException',
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must not be null`,
  )
}

/** Tags as `[{Key, Value}]`. */
export function tagsOf(list: unknown): Record<string, string> {
  const tags = Array.isArray(list) ? (list as { Key?: string; Value?: string }[]) : []
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
}

export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}
