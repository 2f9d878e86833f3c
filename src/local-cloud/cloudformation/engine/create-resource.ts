import type { JsonValue } from '../../../production/json.ts'
import { createSeconds } from '../../facts/resource-types.ts'
import type { ResourceOutcome } from '../../types.ts'
import { type Engine, Interrupted } from '../engine.ts'
import { StackFault } from '../invalid.ts'
import type { ResourceRecord } from '../records.ts'
import { claimName, releaseName } from '../resources/name-claims.ts'
import type { Blueprint } from '../template/blueprint.ts'
import { throwFault } from './fault.ts'
import { reasonOf } from './reason.ts'
import { type WantedResource, wantResource } from './resource-request.ts'
import { setResourceStatus } from './status.ts'
import { throwHook } from './validate.ts'
import { expressReason, noteBackground, waitSeconds } from './wait.ts'

/**
 * Creates one resource and waits until it can be used, with AWS's events. One that an earlier local cloud had begun is
 * carried on with. Rejects after its CREATE_FAILED event; with `Interrupted`, without one, when the local cloud ends.
 */
export async function createResource(
  engine: Engine,
  stackId: string,
  blueprint: Blueprint,
  logicalId: string,
  signal: AbortSignal,
): Promise<void> {
  const known = engine.stacks.get(stackId).resources[logicalId]
  if (known?.status === 'CREATE_COMPLETE') return
  const wanted = want(engine, stackId, blueprint, logicalId)
  if (wanted instanceof Error) return failResource(engine, stackId, unresolved(blueprint, logicalId), wanted)
  const record = { ...wanted.kept, status: 'CREATE_IN_PROGRESS', attributes: known?.attributes ?? {} }
  try {
    const outcome = known?.physicalId === undefined ? await begin(engine, stackId, wanted) : known
    const physicalId = outcome.physicalId ?? ''
    const { attributes, secondsLeft } = await settle(engine, stackId, wanted, { physicalId, attributes: outcome.attributes }, signal)
    await noteBackground(engine, { type: record.type, physicalId }, secondsLeft)
    const reason = secondsLeft > 0 ? expressReason : undefined
    await setResourceStatus(engine, stackId, { ...record, physicalId, attributes, status: 'CREATE_COMPLETE' }, reason)
  } catch (error) {
    const { physicalId } = engine.stacks.get(stackId).resources[logicalId] ?? {}
    const cause = signal.aborted ? signal.reason : error
    await failResource(engine, stackId, { ...record, ...(physicalId === undefined ? {} : { physicalId }) }, cause)
  }
}

function want(engine: Engine, stackId: string, blueprint: Blueprint, logicalId: string): WantedResource | Error {
  try {
    return wantResource(engine, stackId, blueprint, logicalId)
  } catch (error) {
    return error as Error
  }
}

/** AWS tells twice that a creation is in progress: when it begins, and when the physical id is known. */
async function begin(engine: Engine, stackId: string, { request, kept }: WantedResource): Promise<ResourceOutcome> {
  const record = { ...kept, status: 'CREATE_IN_PROGRESS', attributes: {} }
  await setResourceStatus(engine, stackId, record)
  await throwHook(engine, stackId, kept)
  await throwFault(engine, stackId, kept, 'create')
  await claimName(request, engine.world)
  const outcome = await makeNamed(engine, request)
  await setResourceStatus(engine, stackId, { ...record, ...outcome }, 'Resource creation Initiated')
  return outcome
}

async function makeNamed(engine: Engine, request: WantedResource['request']): Promise<ResourceOutcome> {
  try {
    return await engine.provider(request.type).create(request, engine.world)
  } catch (error) {
    await releaseName(request, engine.world)
    throw error
  }
}

async function settle(
  engine: Engine,
  stackId: string,
  { request, kept }: WantedResource,
  outcome: ResourceOutcome,
  signal: AbortSignal,
): Promise<{ attributes: Readonly<Record<string, JsonValue>>; secondsLeft: number }> {
  const secondsLeft = await waitSeconds(engine, { stackId, type: kept.type }, createSeconds(kept.type), signal)
  const { settle: wait } = engine.provider(kept.type)
  const attributes = wait === undefined ? outcome.attributes : await wait(outcome.physicalId, request)
  signal.throwIfAborted()
  return { attributes, secondsLeft }
}

async function failResource(engine: Engine, stackId: string, record: Omit<ResourceRecord, 'at'>, error: unknown): Promise<never> {
  if (error instanceof Interrupted && error.isEnd) throw error
  const reason = error instanceof Interrupted ? 'Resource creation cancelled' : reasonOf(error)
  // A missing export is told by the stack's own event.
  if (!(error instanceof StackFault)) await setResourceStatus(engine, stackId, { ...record, status: 'CREATE_FAILED' }, reason)
  throw error
}

function unresolved(blueprint: Blueprint, logicalId: string): Omit<ResourceRecord, 'at'> {
  const type = blueprint.resources[logicalId]?.Type ?? ''
  const empty = { properties: {}, digest: '', attributes: {}, imports: [] }
  const dependsOn = blueprint.dependencies[logicalId] ?? []
  return { logicalId, type, status: 'CREATE_FAILED', dependsOn, deletionPolicy: 'Delete', replacePolicy: 'Delete', ...empty }
}
