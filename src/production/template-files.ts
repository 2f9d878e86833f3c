import { dirname, isAbsolute, join } from 'node:path'
import { fail } from '../errors.ts'
import type { Spec, TemplateFile } from '../spec/types.ts'
import { readTemplate } from './check-template.ts'
import { isNoEcho } from './live-stacks.ts'
import type { ProductionPorts } from './read.ts'
import type { ProductionParameter, ProductionStack, Template } from './types.ts'

/** Reads each template file of the spec. Each promise rejects with a coded error of its own. */
export function readTemplateFiles(spec: Spec, ports: ProductionPorts): Promise<ProductionStack>[] {
  return Object.entries(spec.production.templates).map(([name, file]) =>
    readTemplateFile(name, { ...file, path: besideSpec(file.path, spec) }, ports),
  )
}

/** Paths in replica.yml are relative to it. */
function besideSpec(path: string, spec: Spec): string {
  return isAbsolute(path) ? path : join(dirname(spec.path), path)
}

async function readTemplateFile(name: string, file: TemplateFile, ports: ProductionPorts): Promise<ProductionStack> {
  const text = await ports.files.readText(file.path)
  if (text === undefined) throw fail('production.file_missing', { stack: name, path: file.path })
  const template = readTemplate(text, file.path)
  const resources = Object.entries(template.Resources).map(([logicalId, resource]) => ({ logicalId, type: resource.Type }))
  ports.emit('production.stack_read', { stack: name, resources: resources.length })
  return { name, template, parameters: parametersOf(template, file.parameters), resources, outputs: {}, origin: file.path, text }
}

/** Given values, else the template's defaults. A parameter with neither is left out; the plan asks for it. */
function parametersOf(template: Template, given: Readonly<Record<string, string>>): Record<string, ProductionParameter> {
  const found = new Map<string, ProductionParameter>()
  for (const [name, declared] of Object.entries(template.Parameters ?? {})) {
    const value = Object.hasOwn(given, name) ? given[name] : declared.Default
    if (value !== undefined) found.set(name, { value: String(value), secret: false })
    else if (isNoEcho(template, name)) found.set(name, { value: '', secret: true })
  }
  return Object.fromEntries(found)
}
