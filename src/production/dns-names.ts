import type { Database } from './databases.ts'
import { callOf, foldText, scopeOf } from './fold.ts'
import { isRecord, type JsonValue } from './json.ts'
import type { Structure } from './read.ts'
import type { ProductionStack } from './types.ts'

/** The names of DNS records in the templates that lead to a database, directly or through one another. */
export function namesFor(database: Database, own: readonly string[], structure: Structure): string[] {
  const aliases = structure.stacks.flatMap((stack) => aliasesOf(stack, structure))
  const found = new Set(own.map((name) => name.toLowerCase()))
  const written = found.size
  for (let size = -1; size !== found.size; ) {
    size = found.size
    for (const { name, stack, target } of aliases) if (leadsTo(target, { stack, database, found, structure })) found.add(name)
  }
  return [...found].slice(written)
}

interface Alias {
  name: string
  stack: ProductionStack
  target: JsonValue
}

function aliasesOf(stack: ProductionStack, structure: Structure): Alias[] {
  const scope = scopeOf(stack, structure)
  return Object.values(stack.template.Resources).flatMap(({ Type, Properties = {} }) =>
    recordsOf(Type, Properties).flatMap((record) => {
      const name = foldText(record.Name, scope)?.replace(/\.$/, '').toLowerCase()
      const targets = Array.isArray(record.ResourceRecords) ? record.ResourceRecords : []
      return name === undefined || foldText(record.Type, scope) !== 'CNAME' ? [] : targets.map((target) => ({ name, stack, target }))
    }),
  )
}

function recordsOf(type: string, properties: Record<string, JsonValue>): Record<string, JsonValue>[] {
  if (type === 'AWS::Route53::RecordSet') return [properties]
  const sets = type === 'AWS::Route53::RecordSetGroup' ? properties.RecordSets : []
  return (Array.isArray(sets) ? sets : []).filter(isRecord)
}

interface Destination {
  stack: ProductionStack
  database: Database
  found: ReadonlySet<string>
  structure: Structure
}

function leadsTo(target: JsonValue, { stack, database, found, structure }: Destination): boolean {
  const call = callOf(target)
  const [of, attribute] = partsOf(call?.name === 'Fn::GetAtt' ? call.argument : undefined)
  if (stack === database.stack && of === database.logicalId && /Endpoint\.?Address$/.test(attribute)) return true
  const scope = scopeOf(stack, structure)
  const imported = call?.name === 'Fn::ImportValue' ? structure.exports[foldText(call.argument, scope) ?? '']?.value : undefined
  const text = imported ?? foldText(target, scope)
  return text !== undefined && found.has(text.replace(/\.$/, '').toLowerCase())
}

function partsOf(argument: JsonValue | undefined): [string, string] {
  const text = Array.isArray(argument) ? argument.join('.') : String(argument ?? '')
  const at = text.indexOf('.')
  return at < 0 ? ['', ''] : [text.slice(0, at), text.slice(at + 1)]
}
