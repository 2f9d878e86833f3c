import type { PlannedNested } from '../../derive/types.ts'
import { fail } from '../../errors.ts'
import type { Template, TemplateResource } from '../../production/types.ts'
import { hashOf } from '../hash.ts'
import type { StackPorts } from '../ports.ts'
import { stagingPrefix } from '../staging.ts'

export interface NestedOrder {
  /** Of the replica's stack that holds them, and the logical ids from there down. */
  path: readonly string[]
  template: Template
  nested: Readonly<Record<string, PlannedNested>>
  replicaId: string
  stagingBucket?: string
}

const longestId = 64

/**
 * Puts the templates of a stack's nested stacks into the staging bucket, the deepest first, and gives a copy of the
 * stack's template that names them. The same templates get the same keys. Throws `stack.staging_needed` where there is
 * no bucket. The bucket's lifecycle rule removes what is staged.
 */
export async function stageNested(order: NestedOrder, ports: StackPorts): Promise<Template> {
  const { template } = order
  const ids = Object.keys(order.nested).filter((id) => Object.hasOwn(template.Resources, id))
  if (ids.length === 0) return template
  const urls = await Promise.all(ids.map(async (id) => [id, await stageOne(order, id, ports)] as const))
  const named = urls.map(([id, url]) => [id, withUrl(template.Resources[id] as TemplateResource, url)] as const)
  return { ...template, Resources: { ...template.Resources, ...Object.fromEntries(named) } }
}

/** Stages what is nested in one nested stack, then its own template; returns where CloudFormation reads that. */
async function stageOne(order: NestedOrder, id: string, ports: StackPorts): Promise<string> {
  const { stagingBucket, replicaId } = order
  const path = [...order.path, id]
  if (stagingBucket === undefined) throw fail('stack.staging_needed', { stack: order.path[0] ?? '', nested: [path.join('/')] })
  const { template, nested } = order.nested[id] as PlannedNested
  const text = JSON.stringify(await stageNested({ ...order, path, template, nested }, ports))
  const [stack] = path
  const key = `${stagingPrefix(replicaId)}${stack}-${id.slice(0, longestId)}-${hashOf([path, text]).slice(0, 16)}.json`
  await ports.budget.call(() => ports.cloud.buckets.put(stagingBucket, key, text), ports.signal)
  return ports.cloud.buckets.url(stagingBucket, key)
}

function withUrl(resource: TemplateResource, url: string): TemplateResource {
  return { ...resource, Properties: { ...resource.Properties, TemplateURL: url } }
}
