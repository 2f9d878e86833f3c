import type { JsonValue } from '../../../production/json.ts'
import { ServiceError } from '../../protocol/service-error.ts'

type Properties = Readonly<Record<string, JsonValue>>

/** Sets or removes properties as a JSON patch says; of paths, only a property's own name is understood. Throws ServiceError. */
export function applyPatch(properties: Properties, patch: string): Properties {
  return parseSteps(patch).reduce<Properties>((before, { op, path, value }) => {
    const name = /^\/([^/~]+)$/.exec(path)?.[1]
    if (name === undefined) throw refusal(`the local cloud does not know the path ${path}`)
    const { [name]: _, ...others } = before
    if (op === 'remove') return others
    if (op !== 'add' && op !== 'replace') throw refusal(`the local cloud does not know the step ${op}`)
    return { ...others, [name]: value ?? null }
  }, properties)
}

interface Step {
  op: string
  path: string
  value?: JsonValue
}

function parseSteps(text: string): Step[] {
  try {
    const steps: unknown = JSON.parse(text)
    if (Array.isArray(steps)) return steps as Step[]
  } catch {}
  throw refusal('PatchDocument is no list of steps')
}

function refusal(reason: string): ServiceError {
  return new ServiceError('ValidationException', `${reason}.`)
}
