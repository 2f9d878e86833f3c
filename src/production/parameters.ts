import type { StackDescription } from '../ports/stacks.ts'
import type { ProductionParameter, Template } from './types.ts'

type Given = Readonly<Record<string, string>>

/** Whether CloudFormation shows `****` for a parameter, whatever its value is. */
export function isNoEcho(template: Template, name: string): boolean {
  return String(template.Parameters?.[name]?.NoEcho ?? false).toLowerCase() === 'true'
}

/** As CloudFormation shows it; an endpoint that shows more is not listened to. */
const masked = '****'

/** A live stack's parameters: what the team gives goes before what CloudFormation shows. */
export function liveParameters({ parameters }: StackDescription, template: Template, given: Given): Record<string, ProductionParameter> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { value, resolved }]) => {
      if (Object.hasOwn(given, name)) return [name, { value: given[name] ?? '', secret: false }]
      if (isNoEcho(template, name)) return [name, { value: masked, secret: true }]
      return [name, { value, secret: false, ...(resolved === undefined ? {} : { resolved }) }]
    }),
  )
}

/**
 * A template file's parameters: given values, else its defaults. A parameter with neither is left out, and the plan asks
 * for it.
 */
export function fileParameters(template: Template, given: Given): Record<string, ProductionParameter> {
  const found = new Map<string, ProductionParameter>()
  for (const [name, declared] of Object.entries(template.Parameters ?? {})) {
    const value = Object.hasOwn(given, name) ? given[name] : declared.Default
    if (value !== undefined) found.set(name, { value: String(value), secret: false })
    else if (isNoEcho(template, name)) found.set(name, { value: '', secret: true })
  }
  return Object.fromEntries(found)
}
