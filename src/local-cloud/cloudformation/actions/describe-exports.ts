import type { QueryMap } from '../../protocol/query.ts'
import { members, type XmlObject } from '../../protocol/xml.ts'
import type { Engine } from '../engine.ts'
import { importersOf, listExports } from '../exports.ts'
import { invalid } from '../invalid.ts'
import { requireText } from './input.ts'
import { pageOf } from './page.ts'

/** ListExports. */
export function describeExports(engine: Engine, input: QueryMap): XmlObject {
  const { page, next } = pageOf(listExports(engine.stacks), ({ name }) => name, input)
  const shapes = page.map(({ name, value, stackId }) => ({ ExportingStackId: stackId, Name: name, Value: value }))
  return { Exports: members(shapes), NextToken: next }
}

/** ListImports: the stacks that import an export. One that nobody imports is an error, as on AWS. */
export function describeImports(engine: Engine, input: QueryMap): XmlObject {
  const name = requireText(input, 'ExportName')
  const importers = importersOf(name, engine.stacks)
  if (importers.length === 0) throw invalid(`Export '${name}' is not imported by any stack.`)
  const { page, next } = pageOf(importers, (importer) => importer, input)
  return { Imports: members(page), NextToken: next }
}
