import { fail } from '../errors.ts'
import type { Environment } from '../ports/index.ts'

/**
 * Replaces every `${NAME}` by that environment variable, and nothing else: no default values, no commands, no `$NAME`.
 * Orb parameters reach us through the environment, where people expect `${VAR}` to work and `eval` must not.
 * Throws `cli.unset_variable`.
 */
export function expandVariables(text: string, environment: Environment, place: string): string {
  return text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
    const value = environment[name]
    if (value === undefined) throw fail('cli.unset_variable', { place, name })
    return value
  })
}
