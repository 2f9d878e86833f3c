import type { TagShape } from '../../src/derive/facts/tags.ts'
import { type Node, resolve, type Schema, topLevel } from './schemas.ts'

/** The property that sets tags when the resource is created, and its shape; undefined where there is none. */
export function tagsOf(schema: Schema): [property: string, shape: TagShape] | undefined {
  const { tagging } = schema
  if (tagging?.taggable === false || tagging?.tagOnCreate === false || schema.taggable === false) return undefined
  const property = (tagging?.tagProperty ?? '/properties/Tags').replace('/properties/', '')
  const node = schema.properties[property]
  if (node === undefined || topLevel(schema.readOnlyProperties).has(property)) return undefined
  const shape = shapeOf(schema, resolve(schema, node))
  return shape === undefined ? undefined : [property, shape]
}

function shapeOf(schema: Schema, node: Node): TagShape | undefined {
  if (node.items === undefined) return isMap(node) ? 'map' : undefined
  const item = resolve(schema, node.items)
  const fields = Object.keys((item.oneOf ?? item.anyOf ?? [item])[0]?.properties ?? {})
  if (!fields.includes('Key') || !fields.includes('Value')) return undefined
  return fields.includes('PropagateAtLaunch') ? 'launch-list' : 'list'
}

/** An object whose keys the schema does not name. */
function isMap(node: Node): boolean {
  const types = [node.type ?? 'object'].flat()
  return types.includes('object') && node.properties === undefined
}
