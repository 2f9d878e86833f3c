import { fail, failAll } from '../errors.ts'
import type { StackDescription, StackResource } from '../ports/stacks.ts'
import { nearest } from '../spec/nearest.ts'
import type { Spec } from '../spec/types.ts'
import { readTemplate } from './check-template.ts'
import { type Member, readFamily } from './family.ts'
import { gather } from './gather.ts'
import type { LiveReader, Named } from './live-reader.ts'
import { nestedType } from './nested.ts'
import { liveParameters } from './parameters.ts'
import type { ProductionPorts } from './read.ts'
import type { ProductionStack } from './types.ts'

/** Statuses in which a stack is whole: what it describes is what runs. */
const wholeStatus = /^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK|IMPORT_ROLLBACK)_COMPLETE(_CLEANUP_IN_PROGRESS)?$/

/**
 * Reads each live stack of the spec with the stacks nested in it, side by side. Each promise rejects with the coded errors
 * of its own family.
 */
export function readLiveStacks(spec: Spec, reader: LiveReader | undefined, ports: ProductionPorts): Promise<ProductionStack[]>[] {
  return spec.production.stacks.map(async (name) => {
    if (reader === undefined) throw fail('production.no_cloud', {})
    return readFamily(rootMember(name, spec.production.parameters?.[name] ?? {}, reader, ports))
  })
}

function rootMember(name: string, given: Readonly<Record<string, string>>, reader: LiveReader, ports: ProductionPorts): Member {
  return {
    name,
    identity: name,
    async read() {
      const found = await reader.describe({ name, nameOrArn: name })
      if (found === undefined) throw await stackMissing(name, reader)
      return readMember({ name, found, given }, reader, ports)
    },
  }
}

function nestedMember(parent: ProductionStack, logicalId: string, nameOrArn: string, reader: LiveReader, ports: ProductionPorts): Member {
  const name = `${parent.name}/${logicalId}`
  return {
    name,
    identity: nameOrArn,
    async read() {
      const found = await reader.describe({ name, nameOrArn })
      if (found === undefined) throw fail('production.nested_missing', { stack: name, reason: `is gone: there is no stack ${nameOrArn}` })
      return readMember({ name, found, given: {}, parent: { stack: parent.name, logicalId } }, reader, ports)
    },
  }
}

interface Found {
  name: string
  found: StackDescription
  given: Readonly<Record<string, string>>
  parent?: NonNullable<ProductionStack['parent']>
}

async function readMember(member: Found, reader: LiveReader, ports: ProductionPorts): ReturnType<Member['read']> {
  const { name, found } = member
  if (!wholeStatus.test(found.status)) throw fail('production.stack_unready', { stack: name, status: found.status })
  const { text, resources } = await readContent({ name, nameOrArn: found.arn }, reader, ports)
  const stack = assemble(member, text, resources)
  ports.emit('production.stack_read', { stack: name, resources: resources.length })
  const nested = resources.flatMap(({ type, physicalId, logicalId }) =>
    type === nestedType && physicalId !== undefined ? [nestedMember(stack, logicalId, physicalId, reader, ports)] : [],
  )
  return { stack, nested }
}

/** Both calls at once; where both are refused, both are told. */
async function readContent(
  stack: Named,
  reader: LiveReader,
  ports: ProductionPorts,
): Promise<{ text: string; resources: StackResource[] }> {
  const text = readText(stack, reader, ports)
  const resources = reader.resources(stack)
  const { faults } = await gather<unknown>([text, resources])
  if (faults.length > 0) throw failAll(faults)
  const present = (await resources)?.filter(({ status }) => status !== 'DELETE_COMPLETE')
  if (present === undefined) throw fail('production.stack_vanished', { stack: stack.name })
  return { text: await text, resources: present }
}

/** With macros and transforms carried out; stacks from before there were any have only what was sent. */
async function readText(stack: Named, reader: LiveReader, ports: ProductionPorts): Promise<string> {
  const processed = await reader.template(stack, 'processed')
  if (processed !== undefined) return processed
  const original = await reader.template(stack, 'original')
  if (original === undefined) throw fail('production.stack_vanished', { stack: stack.name })
  ports.emit('production.original_read', { stack: stack.name })
  return original
}

function assemble({ name, found, given, parent }: Found, text: string, resources: readonly StackResource[]): ProductionStack {
  const origin = `stack ${name}`
  const template = readTemplate(text, origin, true)
  return {
    name,
    ...(parent === undefined ? {} : { parent }),
    arn: found.arn,
    template,
    parameters: liveParameters(found, template, given),
    resources: resources.map(({ logicalId, type, physicalId }) => ({
      logicalId,
      type,
      ...(physicalId === undefined ? {} : { physicalId }),
    })),
    outputs: outputsOf(found),
    origin,
    text,
  }
}

function outputsOf(found: StackDescription): ProductionStack['outputs'] {
  const outputs = Object.entries(found.outputs)
  return Object.fromEntries(
    outputs.map(([name, { value, exportName }]) => [name, { value, ...(exportName === undefined ? {} : { exportName }) }]),
  )
}

async function stackMissing(name: string, reader: LiveReader) {
  const close = nearest(name, [...(await reader.names())])
  return fail('production.stack_missing', { stack: name, region: reader.region, nearest: close === undefined ? [] : [close] })
}
