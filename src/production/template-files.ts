import { dirname, isAbsolute, join, normalize } from 'node:path'
import { fail } from '../errors.ts'
import type { Spec } from '../spec/types.ts'
import { readTemplate } from './check-template.ts'
import { type Member, readFamily } from './family.ts'
import { fold, scopeOf } from './fold.ts'
import type { JsonValue } from './json.ts'
import { nestedType } from './nested.ts'
import { fileParameters } from './parameters.ts'
import type { ProductionPorts } from './read.ts'
import type { Production, ProductionStack } from './types.ts'

type Facts = Pick<Production, 'account' | 'partition' | 'region'>

/**
 * Reads each template file of the spec, with the files that its nested stacks name. Each promise rejects with the coded
 * errors of its own family.
 */
export function readTemplateFiles(spec: Spec, facts: Facts, ports: ProductionPorts): Promise<ProductionStack[]>[] {
  return Object.entries(spec.production.templates).map(([name, file]) => {
    const path = beside(spec.path, file.path)
    const missing = () => fail('production.file_missing', { stack: name, path })
    return readFamily(memberOf({ name, path, given: file.parameters, missing }, facts, ports))
  })
}

/** Paths in replica.yml are relative to it, and those in a template are relative to that. */
function beside(origin: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(origin), path)
}

interface Place {
  name: string
  path: string
  given: Readonly<Record<string, string>>
  parent?: NonNullable<ProductionStack['parent']>
  missing(): Error
}

function memberOf(place: Place, facts: Facts, ports: ProductionPorts): Member {
  return {
    name: place.name,
    identity: normalize(place.path),
    async read() {
      const stack = await readTemplateFile(place, ports)
      return { stack, nested: nestedPlaces(stack, place.path, facts).map((each) => memberOf(each, facts, ports)) }
    },
  }
}

async function readTemplateFile({ name, path, given, parent, missing }: Place, ports: ProductionPorts): Promise<ProductionStack> {
  const text = await ports.files.readText(path).catch((error: unknown) => {
    throw fail('production.template_invalid', { place: path, reason: 'the file cannot be opened' }, error)
  })
  if (text === undefined) throw missing()
  const template = readTemplate(text, path)
  const resources = Object.entries(template.Resources).map(([logicalId, resource]) => ({ logicalId, type: resource.Type }))
  ports.emit('production.stack_read', { stack: name, resources: resources.length })
  const family = parent === undefined ? {} : { parent }
  return { name, ...family, template, parameters: fileParameters(template, given), resources, outputs: {}, origin: path, text }
}

/** The nested stacks whose template is a file, as `aws cloudformation package` takes it. An URL cannot be read from here. */
function nestedPlaces(stack: ProductionStack, origin: string, facts: Facts): Place[] {
  return Object.entries(stack.template.Resources).flatMap(([logicalId, { Type, Properties = {} }]) => {
    const { TemplateURL: file, Parameters } = Properties
    if (Type !== nestedType || typeof file !== 'string' || !isLocalPath(file)) return []
    const name = `${stack.name}/${logicalId}`
    const path = beside(origin, file)
    const missing = () =>
      fail('production.nested_missing', { stack: name, reason: `names the template file ${file}, which is not there`, path })
    return [{ name, path, given: passedValues(Parameters, stack, facts), parent: { stack: stack.name, logicalId }, missing }]
  })
}

function isLocalPath(text: string): boolean {
  return text !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(text)
}

/** What the parent gives, as far as that is known before it runs. */
function passedValues(passed: JsonValue | undefined, stack: ProductionStack, facts: Facts): Record<string, string> {
  if (typeof passed !== 'object' || passed === null || Array.isArray(passed)) return {}
  const scope = scopeOf(stack, facts)
  return Object.fromEntries(
    Object.entries(passed).flatMap(([name, value]): [string, string][] => {
      const known = fold(value, scope)
      if (known === undefined || known === null || (typeof known === 'object' && !Array.isArray(known))) return []
      return [[name, Array.isArray(known) ? known.map(String).join(',') : String(known)]]
    }),
  )
}
