import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../../types.ts'
import { invokeTarget } from './invoke.ts'
import type { ScheduleRecord } from './schedule-store.ts'
import { dueAt, isOver, schedulesOf } from './schedule-store.ts'

/** Fires schedules, and does `alongside`, while the local cloud runs; what fell due while none ran is done at once. */
export function startScheduler(
  world: World,
  options: { tickMs?: number; alongside?: () => Promise<void> } = {},
): { close(): Promise<void> } {
  const closing = new AbortController()
  const loop = run(world, { tickMs: 500, ...options }, closing.signal)
  return {
    async close() {
      closing.abort()
      await loop
    },
  }
}

async function run(world: World, work: { tickMs: number; alongside?: () => Promise<void> }, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await work.alongside?.()
    await fireDueSchedules(world)
    await sleep(work.tickMs, undefined, { signal, ref: false }).catch(() => {})
  }
}

/** Fires what is due now, and removes what is completed and asked for it (`ActionAfterCompletion: DELETE`). */
export async function fireDueSchedules(world: World): Promise<void> {
  const nowMs = world.clock.now().getTime()
  for (const [key, record] of schedulesOf(world).entries()) {
    const due = dueAt(record)
    if (due !== undefined && due <= nowMs) await fire(world, key, record)
    else if (due === undefined && isCompleted(record, nowMs)) await removeWhereAsked(world, key, record)
  }
}

async function fire(world: World, key: string, record: ScheduleRecord): Promise<void> {
  const fired = { ...record, firedAt: world.clock.now().toISOString() }
  await schedulesOf(world).put(key, fired)
  // A target that refuses is the same as on AWS: nobody waits for its answer. One that is not reached is tried again.
  const isDone = await invokeTarget(world, record.fields.Target).catch(() => false)
  if (!isDone) return schedulesOf(world).get(key) === fired ? schedulesOf(world).put(key, record) : undefined
  if (dueAt(fired) === undefined) await removeWhereAsked(world, key, fired)
}

/** One whose time has passed, as against a disabled one. */
function isCompleted(record: ScheduleRecord, nowMs: number): boolean {
  return record.fields.State !== 'DISABLED' && (record.firedAt !== undefined || isOver(record, nowMs))
}

async function removeWhereAsked(world: World, key: string, { fields }: ScheduleRecord): Promise<void> {
  if (fields.ActionAfterCompletion === 'DELETE') await schedulesOf(world).remove(key)
}
