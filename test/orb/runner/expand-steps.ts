import { isMapping, type Mapping, type Value } from '../../../scripts/orb/types.ts'
import { bind, type Caller } from './bind.ts'
import { holds } from './condition.ts'
import { find } from './library.ts'
import { substitute } from './scope.ts'

const native = [
  'run',
  'checkout',
  'attach_workspace',
  'persist_to_workspace',
  'store_artifacts',
  'store_test_results',
  'save_cache',
  'restore_cache',
]

/** Steps as CircleCI's own only, `{kind: body}`: commands, conditions and parameters are gone. */
export function expandSteps(steps: Value, caller: Caller): Mapping[] {
  if (!Array.isArray(steps)) throw new Error('steps must be a list')
  return steps.flatMap((step) => {
    const [name = '', body = null] = isMapping(step) ? (Object.entries(step)[0] ?? []) : [String(step), null]
    return expandStep(name, body, caller)
  })
}

function expandStep(name: string, raw: Value, caller: Caller): Mapping[] {
  if ((name === 'when' || name === 'unless') && isMapping(raw)) {
    return holds(raw.condition ?? null, caller.scope) === (name === 'when') ? expandSteps(raw.steps ?? [], caller) : []
  }
  const body = substitute(raw, caller.scope)
  // Steps that came as a parameter know nothing of the component they came to.
  if (name === 'steps') return expandSteps(body, { ...caller, scope: {} })
  if (native.includes(name)) return [{ [name]: body }]
  const found = find('commands', name, caller.library)
  if (found === undefined) throw new Error(`there is no step or command ${name}`)
  const scope = bind(`command ${name}`, found.component, isMapping(raw) ? raw : {}, caller, found.home)
  return expandSteps(found.component.steps ?? [], { library: found.home, scope: { ...pipelineOf(caller), ...scope } })
}

/** The pipeline's values reach everywhere; parameters end at the component. */
function pipelineOf({ scope }: Caller): Caller['scope'] {
  return Object.fromEntries(Object.entries(scope).filter(([name]) => name.startsWith('pipeline.')))
}
