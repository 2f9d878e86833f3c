import type { Options } from 'yargs'
import { fail } from '../errors.ts'
import type { Environment } from '../ports/index.ts'
import type { OptionSet } from './command.ts'
import { expandVariables } from './expand.ts'

/** The options with their defaults taken from `PROD_REPLICA_<OPTION>` where that is set and not empty. */
export function withEnvironmentDefaults(options: OptionSet, environment: Environment): Record<string, Options> {
  const entries = Object.entries(options).map(([name, option]) => [name, withDefault(name, option, environment)] as const)
  return Object.fromEntries(entries)
}

/** The environment variable that an option can be set by. */
export function variableOf(option: string): string {
  return `PROD_REPLICA_${option.replaceAll('-', '_').toUpperCase()}`
}

function withDefault(name: string, option: Options, environment: Environment): Options {
  const variable = variableOf(name)
  const found = environment[variable]
  if (found === undefined || found === '') return option
  const text = expandVariables(found, environment, variable)
  return { ...option, default: option.type === 'boolean' ? parseBoolean(variable, text) : text }
}

/** CircleCI renders booleans as 1 and 0 in some places and true and false in others. */
function parseBoolean(place: string, text: string): boolean {
  if (text === '1' || text === 'true') return true
  if (text === '0' || text === 'false') return false
  throw fail('cli.bad_boolean', { place, found: text })
}
