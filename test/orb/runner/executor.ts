import { isMapping, type Mapping, type Value } from '../../../scripts/orb/types.ts'

const settings = ['docker', 'machine', 'macos', 'resource_class', 'environment', 'shell', 'working_directory']

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
