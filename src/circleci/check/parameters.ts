import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import type { ConfigDocument, Entry } from './document.ts'

/** A parameter as its definition declares it. */
export type Parameter = { type: string; required: boolean; choices: string[] }

/** The parameters that a job, command or executor declares, by name. */
export function readParameters(document: ConfigDocument, definition: Node | undefined): Map<string, Parameter> {
  const declared = document.entries(document.get(definition, 'parameters'))
  return new Map(declared.map(({ key, value }) => [key, readParameter(document, value)]))
}

function readParameter(document: ConfigDocument, node: Node | undefined): Parameter {
  return {
    type: document.text(document.get(node, 'type')) ?? 'string',
    required: !document.entries(node).some(({ key }) => key === 'default'),
    choices: document.items(document.get(node, 'enum')).map((item) => (isScalar(item) ? String(item.value) : '')),
  }
}

/** Checks the arguments of a call against the parameters of what it calls; `native` keys belong to CircleCI itself. */
export function checkArguments(
  document: ConfigDocument,
  call: { name: string; node: Node; given: Entry[]; varied?: ReadonlySet<string> },
  parameters: ReadonlyMap<string, Parameter>,
  native: ReadonlySet<string>,
): void {
  for (const { key, keyNode, value } of call.given) {
    const parameter = parameters.get(key)
    if (parameter) checkValue(document, { key, keyNode, value }, parameter)
    else if (!native.has(key)) {
      const known = [...parameters.keys()].join(', ') || 'none'
      document.report('unknown-parameter', keyNode, `"${call.name}" has no parameter "${key}"`, `It has: ${known}.`)
    }
  }
  const given = new Set([...call.given.map(({ key }) => key), ...(call.varied ?? [])])
  for (const [name, { required }] of parameters) {
    if (required && !given.has(name))
      document.report('missing-parameter', call.node, `"${call.name}" needs its parameter "${name}"`, `Add ${name}: and its value.`)
  }
}

function checkValue(document: ConfigDocument, { key, keyNode, value }: Entry, parameter: Parameter): void {
  if (fits(value, parameter)) return
  const wanted = parameter.type === 'enum' ? `one of ${parameter.choices.join(', ')}` : `of type ${parameter.type}`
  document.report('wrong-type', keyNode, `"${key}" is not ${wanted}`, `Give a value that is ${wanted}.`)
}

function fits(value: Node | undefined, { type, choices }: Parameter): boolean {
  if (isScalar(value) && typeof value.value === 'string' && value.value.includes('<<')) return true
  if (type === 'steps') return isSeq(value)
  if (type === 'executor') return isMap(value) || (isScalar(value) && typeof value.value === 'string')
  if (!isScalar(value)) return value === undefined || isAlias(value)
  if (type === 'boolean') return typeof value.value === 'boolean' || ['yes', 'no', 'on', 'off'].includes(String(value.value).toLowerCase())
  if (type === 'integer') return Number.isInteger(value.value)
  if (type === 'enum') return choices.includes(String(value.value))
  if (type === 'env_var_name') return /^[A-Za-z_]\w*$/.test(String(value.value))
  return true
}
