import { createSeconds } from '../../facts/resource-types.ts'
import { type Engine, Interrupted } from '../engine.ts'
import { StackFault } from '../invalid.ts'
import type { ResourceRecord } from '../records.ts'
import { claimName } from '../resources/name-claims.ts'
import { needsReplacement } from '../resources/replacement.ts'
import type { Blueprint } from '../template/blueprint.ts'
import { createResource } from './create-resource.ts'
import { throwFault } from './fault.ts'
import { reasonOf } from './reason.ts'
import { type WantedResource, wantResource } from './resource-request.ts'
import { dropResource, setResourceStatus } from './status.ts'
import { waitSeconds } from './wait.ts'

export interface ResourceUpdate {
  stackId: string
  blueprint: Blueprint
  logicalId: string
  kind: 'update' | 'rollback'
}

/** Creates, replaces or changes one resource where the template says otherwise than before. Rejects after its event. */
export async function updateResource(engine: Engine, update: ResourceUpdate, signal: AbortSignal): Promise<void> {
  const { stackId, blueprint, logicalId, kind } = update
  const known = engine.stacks.get(stackId).resources[logicalId]
  if (known === undefined || known.physicalId === undefined || known.status.startsWith('DELETE_')) {
    if (known !== undefined) await dropResource(engine, stackId, logicalId)
    return createResource(engine, stackId, blueprint, logicalId, signal)
  }
  if (kind === 'rollback' && isReplaced(known)) return restore(engine, stackId, known)
  try {
    const wanted = wantResource(engine, stackId, blueprint, logicalId)
    if (wanted.kept.digest === known.digest && wanted.kept.type === known.type) return await keepNew(engine, stackId, known, wanted)
    await change(engine, stackId, known, wanted, signal)
  } catch (error) {
    await failUpdate(engine, stackId, logicalId, signal.aborted ? signal.reason : error)
  }
}

/** Policies and order may differ although no property does. */
async function keepNew(engine: Engine, stackId: string, known: ResourceRecord, { kept }: WantedResource): Promise<void> {
  const status = /_(FAILED|IN_PROGRESS)$/.test(known.status) ? 'UPDATE_COMPLETE' : known.status
  const resource = { ...known, ...kept, status }
  await engine.stacks.change(stackId, (stack) => ({ ...stack, resources: { ...stack.resources, [kept.logicalId]: resource } }))
}

async function change(
  engine: Engine,
  stackId: string,
  known: ResourceRecord,
  { request, kept }: WantedResource,
  signal: AbortSignal,
): Promise<void> {
  const replaces = needsReplacement(known, kept)
  const { before: _, ...past } = known
  const record = { ...known, ...kept, before: known.before ?? past, status: 'UPDATE_IN_PROGRESS' }
  const reason = replaces ? 'Requested update requires the creation of a new physical resource; hence creating one.' : undefined
  await setResourceStatus(engine, stackId, record, reason)
  await throwFault(engine, stackId, kept, 'update')
  const provider = engine.provider(kept.type)
  const sameThing = { physicalId: known.physicalId ?? '', attributes: known.attributes }
  if (replaces) await claimName(request, engine.world)
  const make = replaces ? provider.create : provider.update?.bind(provider, sameThing.physicalId)
  const outcome = make === undefined ? sameThing : await make.call(provider, request, engine.world)
  if (replaces) await engine.stacks.change(stackId, (stack) => ({ ...stack, leftovers: [...stack.leftovers, past] }))
  await engine.stacks.change(stackId, (stack) => ({
    ...stack,
    resources: { ...stack.resources, [kept.logicalId]: { ...record, ...outcome, at: known.at } },
  }))
  await waitSeconds(engine, { stackId, type: kept.type }, createSeconds(kept.type) / 2, signal)
  const attributes = (await provider.settle?.(outcome.physicalId, request)) ?? outcome.attributes
  await setResourceStatus(engine, stackId, { ...record, ...outcome, attributes, status: 'UPDATE_COMPLETE' })
}

async function failUpdate(engine: Engine, stackId: string, logicalId: string, error: unknown): Promise<never> {
  const known = engine.stacks.get(stackId).resources[logicalId]
  if ((error instanceof Interrupted && error.isEnd) || known === undefined) throw error
  const reason = error instanceof Interrupted ? 'Resource update cancelled' : reasonOf(error)
  if (!(error instanceof StackFault)) await setResourceStatus(engine, stackId, { ...known, status: 'UPDATE_FAILED' }, reason)
  throw error
}

function isReplaced({ before, physicalId }: ResourceRecord): boolean {
  return before?.physicalId !== undefined && before.physicalId !== physicalId
}

/** The physical resource of before is still there: the new one is left over in its place. */
async function restore(engine: Engine, stackId: string, { before, ...made }: ResourceRecord): Promise<void> {
  if (before === undefined) return
  await engine.stacks.change(stackId, (stack) => ({
    ...stack,
    leftovers: [...stack.leftovers.filter(({ physicalId }) => physicalId !== before.physicalId), { ...made, replacePolicy: 'Delete' }],
  }))
  await setResourceStatus(engine, stackId, { ...before, status: 'UPDATE_COMPLETE' })
}
