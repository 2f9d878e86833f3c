import { isMapping, type Mapping, type Value } from '../../../scripts/orb/types.ts'
import { bind, type Caller } from './bind.ts'
import { find } from './library.ts'
import { substitute } from './scope.ts'

const settings = ['docker', 'machine', 'macos', 'resource_class', 'environment', 'shell', 'working_directory']

/** The settings of an executor that is named, `name` or `{name, …parameters}`, or has been resolved already. */
export function resolveExecutor(written: Value, caller: Caller): Mapping {
  if (isMapping(written) && written.name === undefined) return written
  const { name = written, ...given } = isMapping(written) ? written : {}
  const found = find('executors', String(name), caller.library)
  if (found === undefined) throw new Error(`there is no executor ${String(name)}`)
  const scope = bind(`executor ${String(name)}`, found.component, given, caller, found.home)
  return substitute(settingsOf(found.component), scope) as Mapping
}

/** What a job says of its executor itself. */
export function settingsOf(component: Mapping): Mapping {
  return Object.fromEntries(Object.entries(component).filter(([name]) => settings.includes(name)))
}

/** Variables that a container's image and an executor set. */
export function environmentOf(executor: Mapping): Record<string, string> {
  const [first = null] = Array.isArray(executor.docker) ? executor.docker : []
  return { ...textsOf(isMapping(first) ? first.environment : undefined), ...textsOf(executor.environment) }
}

/** Values of `environment:` as the shell meets them. */
export function textsOf(environment: Value | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(isMapping(environment) ? environment : {}).map(([name, value]) => [name, String(value)]))
}
