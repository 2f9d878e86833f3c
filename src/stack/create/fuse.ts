import { createHash } from 'node:crypto'
import type { Emit } from '../../events.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Schedule, Schedules } from '../../ports/schedules.ts'

/**
 * The net under all others: for each stack of one replica a schedule, made before the stack, that deletes it from the
 * expiry on when no CI is left. `expiresAt` is ISO 8601, UTC. All throw `cloud.*`.
 */
export interface Fuse {
  /** Called right before the stack is made, or adopted; may be called again. */
  light(stack: string, expiresAt: string): Promise<void>
  /** Moves every schedule of the replica. Returns how many there were. */
  move(expiresAt: string): Promise<number>
  /** Only once nothing of the replica is left. */
  putOut(): Promise<void>
}

/** What `bootstrap` has made for it. */
export interface FuseSetting {
  group: string
  /** May delete stacks that carry the tag of a replica, and no others. */
  roleArn: string
}

/** A stack that others import from can only go once these are gone, so that each is tried again, */
const everyMinutes = 15
/**
 * and given up so long after the longest life of a replica: by then its buckets have emptied themselves, versions and
 * delete markers too, each of which takes S3 up to two days. What is left needs a person.
 */
const lastsMs = 9 * 24 * 3_600_000

/** The fuse of one replica, which lives for `longestLifeMs` at most. */
export function createFuse(
  replicaId: string,
  setting: FuseSetting & { longestLifeMs: number },
  ports: { cloud: { schedules: Schedules }; clock: Clock; emit: Emit },
): Fuse {
  const { cloud, clock, emit } = ports
  const put = async (stack: string, expiresAt: string): Promise<void> => {
    await cloud.schedules.put(scheduleOf(replicaId, stack, startOf(expiresAt, clock.now()), setting))
    emit('fuse.lit', { stack, at: expiresAt })
  }
  const names = () => cloud.schedules.names(setting.group, prefixOf(replicaId))
  return {
    light: put,
    async move(expiresAt) {
      const found = await names()
      for (const name of found) {
        const schedule = await cloud.schedules.read(setting.group, name)
        if (schedule !== undefined) await put(schedule.stack, expiresAt)
      }
      return found.length
    },
    async putOut() {
      const found = await names()
      for (const name of found) await cloud.schedules.remove(setting.group, name)
      if (found.length > 0) emit('fuse.removed', { replicaId, schedules: found.length })
    },
  }
}

/** The service takes no start that lies behind. */
function startOf(expiresAt: string, now: Date): Date {
  return new Date(Math.max(Date.parse(expiresAt), now.getTime()))
}

function scheduleOf(replicaId: string, stack: string, startAt: Date, setting: FuseSetting & { longestLifeMs: number }): Schedule {
  const { group, roleArn, longestLifeMs } = setting
  return {
    group,
    name: `${prefixOf(replicaId)}${digest(stack).slice(0, 16)}`,
    description: `Deletes ${stack} when nobody else has.`,
    stack,
    roleArn,
    startAt,
    endAt: new Date(startAt.getTime() + longestLifeMs + lastsMs),
    everyMinutes,
    token: digest(`${stack} ${startAt.toISOString()}`).slice(0, 64),
  }
}

/** No replica's id has a full stop in it, so that none is the beginning of another's. */
function prefixOf(replicaId: string): string {
  return `${replicaId}.`
}

/** Whose fuse a schedule is part of. */
export function replicaOf(scheduleName: string): string {
  return scheduleName.slice(0, Math.max(0, scheduleName.lastIndexOf('.')))
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
