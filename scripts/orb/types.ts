/** What YAML can hold. */
export type Value = string | number | boolean | null | Value[] | Mapping
export type Mapping = { [key: string]: Value }

/** The kinds of component that an orb has a folder for. */
export const kinds = ['commands', 'executors', 'jobs', 'examples'] as const
export type Kind = (typeof kinds)[number]

/** An orb as one document: what @orb.yml says, and a map for each kind of component. */
export type Orb = Mapping & Record<Kind, Record<string, Mapping>>

export interface Parameter {
  type: string
  description?: string
  default?: Value
  enum?: string[]
}

export function isMapping(value: Value | undefined): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The parameters that a job, command or executor declares. */
export function parametersOf(component: Mapping): Record<string, Parameter> {
  return (component.parameters ?? {}) as unknown as Record<string, Parameter>
}

/** Every text in a value, however deep. Keys are not among them. */
export function textsIn(value: Value): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return isMapping(value) ? Object.values(value).flatMap(textsIn) : []
}

/** The same value with every text in it replaced. */
export function mapTexts(value: Value, replace: (text: string) => string): Value {
  if (typeof value === 'string') return replace(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, replace))
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, replace)]))
}
