import { fail } from '../../errors.ts'
import type { Emit } from '../../events.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Cloud } from '../../ports/cloud.ts'
import type { StackDescription } from '../../ports/stacks.ts'
import type { Template } from '../../production/types.ts'
import { hashOf } from '../hash.ts'
import { bootstrapStack, bootstrapTag, isBootstrap } from './find.ts'
import { settle } from './settle.ts'
import { bootstrapTemplate } from './template.ts'

export interface BootstrapPorts {
  cloud: Cloud
  clock: Clock
  emit: Emit
}

export interface Deployment {
  outcome: 'created' | 'updated' | 'unchanged'
  stack: StackDescription
}

const mostInlineBytes = 51_200
const capabilities = ['CAPABILITY_IAM']

/**
 * Makes the bootstrap stack, or brings it up to this template. One that is too long for a call goes through the stack's
 * own bucket, which is made first. Throws `bootstrap.name_taken`, `bootstrap.failed`, `cloud.*`.
 */
export async function deployBootstrap(template: Template, ports: BootstrapPorts): Promise<Deployment> {
  const text = JSON.stringify(template)
  if (new TextEncoder().encode(text).length <= mostInlineBytes) return apply(text, undefined, ports)
  const before = await readBootstrap(ports)
  const first = before ?? (await apply(JSON.stringify(bootstrapTemplate()), undefined, ports)).stack
  const bucket = first.outputs.StagingBucketName?.value
  if (bucket === undefined) throw fail('bootstrap.failed', { stack: bootstrapStack, status: first.status, reason: 'it has no bucket' })
  const key = `prod-replica/bootstrap/${hashOf(text)}.json`
  await ports.cloud.buckets.put(bucket, key, text)
  const { outcome, stack } = await apply(text, ports.cloud.buckets.url(bucket, key), ports)
  return { outcome: before === undefined ? 'created' : outcome, stack }
}

/** The stack as it is now, checked to be ours; undefined where there is none. Throws `bootstrap.name_taken`. */
export async function readBootstrap({ cloud }: Pick<BootstrapPorts, 'cloud'>): Promise<StackDescription | undefined> {
  const stack = await cloud.stacks.describe(bootstrapStack)
  if (stack !== undefined && !isBootstrap(stack)) throw fail('bootstrap.name_taken', { stack: bootstrapStack })
  return stack
}

async function apply(template: string, templateUrl: string | undefined, ports: BootstrapPorts): Promise<Deployment> {
  const there = await readBootstrap(ports)
  const common = { template, ...(templateUrl === undefined ? {} : { templateUrl }), tags: { [bootstrapTag]: 'yes' }, capabilities }
  if (there === undefined) {
    const token = tokenOf(template, ports)
    const request = { ...common, name: bootstrapStack, parameters: {}, token, onFailure: 'DELETE' as const }
    const { arn } = await ports.cloud.stacks.create(request)
    ports.emit('bootstrap.started', { stack: bootstrapStack, what: 'creating' })
    return { outcome: 'created', stack: await settle(arn, undefined, ports) }
  }
  if (!/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(there.status)) {
    throw fail('bootstrap.failed', {
      stack: bootstrapStack,
      status: there.status,
      reason: there.statusReason ?? 'an earlier run left it so',
    })
  }
  const lastEvent = (await ports.cloud.stacks.events(there.arn)).at(-1)?.id
  const request = { ...common, arn: there.arn, parameters: [], token: tokenOf(template, ports), mode: 'STANDARD' as const, rollback: true }
  if (!(await ports.cloud.stacks.update(request))) return { outcome: 'unchanged', stack: there }
  ports.emit('bootstrap.started', { stack: bootstrapStack, what: 'updating' })
  return { outcome: 'updated', stack: await settle(there.arn, lastEvent, ports) }
}

/** One for each attempt: a person runs this, and an attempt that failed may be made again as it was. */
function tokenOf(template: string, { clock }: BootstrapPorts): string {
  return `prod-replica-${hashOf([template, clock.now().getTime()])}`
}
