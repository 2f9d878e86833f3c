import { fail } from '../errors.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { StackDescription } from '../ports/stacks.ts'
import { nearest } from '../spec/nearest.ts'
import type { Spec } from '../spec/types.ts'
import { readTemplate } from './check-template.ts'
import type { ProductionPorts } from './read.ts'
import type { ProductionParameter, ProductionStack, Template } from './types.ts'

/** Statuses in which a stack is whole: what it describes is what runs. */
const wholeStatus = /^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK|IMPORT_ROLLBACK)_COMPLETE(_CLEANUP_IN_PROGRESS)?$/

/** Reads each live stack of the spec, side by side. Each promise rejects with a coded error of its own. */
export function readLiveStacks(spec: Spec, ports: ProductionPorts): Promise<ProductionStack>[] {
  return spec.production.stacks.map((name) => readLiveStack(name, spec, ports))
}

async function readLiveStack(name: string, spec: Spec, ports: ProductionPorts): Promise<ProductionStack> {
  const cloud = ports.cloud
  if (cloud === undefined) throw fail('production.no_cloud', {})
  const found = await cloud.stacks.describe(name)
  if (found === undefined) throw await stackMissing(name, cloud)
  if (!wholeStatus.test(found.status)) throw fail('production.stack_unready', { stack: name, status: found.status })
  const [text, resources] = await Promise.all([cloud.stacks.template(found.arn, 'processed'), cloud.stacks.resources(found.arn)])
  const template = readTemplate(text, `stack ${name}`, true)
  ports.emit('production.stack_read', { stack: name, resources: resources.length })
  return {
    name,
    arn: found.arn,
    template,
    parameters: parametersOf(found, template, spec.production.parameters?.[name] ?? {}),
    resources: resources.map(({ logicalId, type, physicalId }) => ({
      logicalId,
      type,
      ...(physicalId === undefined ? {} : { physicalId }),
    })),
    outputs: outputsOf(found),
    origin: `stack ${name}`,
    text,
  }
}

async function stackMissing(name: string, cloud: Pick<Cloud, 'stacks' | 'region'>) {
  const known = (await cloud.stacks.list()).map((each) => each.name)
  const close = nearest(name, known)
  return fail('production.stack_missing', { stack: name, region: cloud.region, nearest: close === undefined ? [] : [close] })
}

function parametersOf(
  found: StackDescription,
  template: Template,
  given: Readonly<Record<string, string>>,
): Record<string, ProductionParameter> {
  return Object.fromEntries(
    Object.entries(found.parameters).map(([name, { value }]) => {
      const own = Object.hasOwn(given, name) ? given[name] : undefined
      const secret = own === undefined && isNoEcho(template, name)
      return [name, { value: own ?? value, secret }]
    }),
  )
}

/** CloudFormation shows `****` for it, whatever the value is. */
export function isNoEcho(template: Template, name: string): boolean {
  return String(template.Parameters?.[name]?.NoEcho ?? false).toLowerCase() === 'true'
}

function outputsOf(found: StackDescription): ProductionStack['outputs'] {
  const outputs = Object.entries(found.outputs)
  return Object.fromEntries(
    outputs.map(([name, { value, exportName }]) => [name, { value, ...(exportName === undefined ? {} : { exportName }) }]),
  )
}
