import { createSeededEntropy } from '../../scripts/corpus/entropy.ts'
import { makeParameter } from '../../scripts/corpus/parameters.ts'
import { createClock } from '../../src/adapters/clock.ts'
import { requireNoLeaks } from '../../src/derive/leaks/leaks.ts'
import { derivePlan } from '../../src/derive/plan.ts'
import type { Plan } from '../../src/derive/types.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import type { StackResource } from '../../src/ports/stacks.ts'
import { isNoEcho } from '../../src/production/parameters.ts'
import type { ProductionPorts } from '../../src/production/read.ts'
import { readProduction } from '../../src/production/read.ts'
import { parseTemplate } from '../../src/production/template.ts'
import { loadSpec } from '../../src/spec/load.ts'
import { createReplica } from '../../src/stack/create/create.ts'
import { deleteReplica } from '../../src/stack/delete/delete.ts'
import { createJournal } from './journal.ts'
import { run } from './plans.ts'

/** What stood at each point of a replica's life beside its original. */
export interface Beside {
  /** Production's resources before there was a replica, beside it and after it. */
  before: StackResource[]
  after: StackResource[]
  replica: StackResource[]
  /** What the plan makes. */
  planned: { logicalId: string; type: string }[]
  survivors: string[]
}

/** A live stack that a template makes, and what its parameters are. */
export interface Original {
  name: string
  text: string
  parameters: Record<string, string>
}

/** Creates the production stack of a template, as a team would; as JSON, because moto misreads some short forms of YAML. */
export async function createOriginal(cloud: Cloud, name: string, source: string): Promise<Original> {
  const template = parseTemplate(source, name)
  const text = JSON.stringify(template)
  const declared = Object.entries(template.Parameters ?? {})
  const entropy = createSeededEntropy(name)
  const parameters = Object.fromEntries(declared.map(([key, each]) => [key, makeParameter(key, each, undefined, entropy).value]))
  const capabilities = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND']
  await cloud.stacks.create({ name, template: text, parameters, tags: {}, capabilities, token: name, onFailure: 'DO_NOTHING' })
  await untilComplete(cloud, name)
  return { name, text, parameters }
}

/** Reads the original as a live stack, makes its replica beside it and deletes that again, with nothing but the product. */
export async function standBeside(cloud: Cloud, original: Original): Promise<Beside> {
  const identity = { ...run, replicaId: `r-${original.name}` }
  const ports = { cloud, clock: createClock(), emit: createJournal().emit, signal: new AbortController().signal }
  const before = await resourcesOf(cloud, original.name)
  const plan = await planFor(cloud, original, identity.replicaId)
  requireNoLeaks(plan)
  await createReplica(plan, identity, { ttlMs: 3_600_000 }, ports)
  const lists = await Promise.all(plan.stacks.map(({ name }) => resourcesOf(cloud, name)))
  const { survivors } = await deleteReplica(identity.replicaId, ports)
  const resources = plan.stacks.flatMap(({ template }) => Object.entries(template.Resources))
  const planned = resources.map(([logicalId, { Type: type }]) => ({ logicalId, type }))
  const after = await resourcesOf(cloud, original.name)
  return { before, after, replica: lists.flat(), planned, survivors }
}

/** What a parameter names lies outside the stack, so the team takes it on itself; nothing else. */
async function planFor(cloud: Cloud, original: Original, replicaId: string): Promise<Plan> {
  const files = { readText: async () => undefined } as unknown as ProductionPorts['files']
  const derive = async (allow: readonly string[]): Promise<Plan> => {
    const spec = loadSpec(JSON.stringify(specOf(cloud, original, allow)), 'replica.yml')
    return derivePlan(await readProduction(spec, { cloud, files, emit: createJournal().emit }), spec, { replicaId })
  }
  const { leaks } = await derive([])
  return derive(leaks.filter(({ path }) => path.startsWith('/Parameters/')).map(({ found }) => found))
}

async function resourcesOf(cloud: Cloud, name: string): Promise<StackResource[]> {
  return (await cloud.stacks.resources(name)) ?? []
}

function specOf(cloud: Cloud, { name, text, parameters }: Original, allow: readonly string[]): object {
  const template = parseTemplate(text, name)
  const secrets = Object.fromEntries(Object.entries(parameters).filter(([key]) => isNoEcho(template, key)))
  const production = {
    region: cloud.region,
    stacks: [name],
    ...(Object.keys(secrets).length === 0 ? {} : { parameters: { [name]: secrets } }),
  }
  return { version: 1, production, stores: {}, replica: { allow } }
}

async function untilComplete(cloud: Cloud, name: string): Promise<void> {
  for (;;) {
    const stack = await cloud.stacks.describe(name)
    if (stack?.status === 'CREATE_COMPLETE') return
    if (stack === undefined || !stack.status.endsWith('_IN_PROGRESS')) {
      throw new Error(`the original is ${stack?.status ?? 'gone'}: ${stack?.statusReason ?? ''} ${await firstFailure(cloud, stack?.arn)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function firstFailure(cloud: Cloud, arn = ''): Promise<string> {
  const events = await cloud.stacks.events(arn)
  const failed = events.find(({ status, isStack }) => status.endsWith('_FAILED') && !isStack)
  return failed === undefined ? '' : `${failed.logicalId} (${failed.type}): ${failed.reason ?? ''}`
}
