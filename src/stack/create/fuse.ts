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
const everyMinutes = 10
/** and given up after: what is left by then needs a person. */
const lastsMs = 24 * 3_600_000

/** The fuse of one replica. */
export function createFuse(
  replicaId: string,
  setting: FuseSetting,
  ports: { cloud: { schedules: Schedules }; clock: Clock; emit: Emit },
): Fuse {
  const { cloud, clock, emit } = ports
  const put = async (stack: string, expiresAt: string): Promise<void> => {
    await cloud.schedules.put(scheduleOf(replicaId, stack, startOf(expiresAt, clock.now()), setting))
    emit('fuse.lit', { stack, at: expiresAt })
  }
  const all = () => cloud.schedules.list(setting.group, prefixOf(replicaId))
  return {
    light: put,
    async move(expiresAt) {
      const schedules = await all()
      for (const { stack } of schedules) await put(stack, expiresAt)
      return schedules.length
    },
    async putOut() {
      const schedules = await all()
      for (const { name } of schedules) await cloud.schedules.remove(setting.group, name)
      if (schedules.length > 0) emit('fuse.removed', { replicaId, schedules: schedules.length })
    },
  }
}

/** The service takes no start that lies behind. */
function startOf(expiresAt: string, now: Date): Date {
  return new Date(Math.max(Date.parse(expiresAt), now.getTime()))
}

function scheduleOf(replicaId: string, stack: string, startAt: Date, { group, roleArn }: FuseSetting): Schedule {
  return {
    group,
    name: `${prefixOf(replicaId)}${digest(stack).slice(0, 16)}`,
    description: `Deletes ${stack} when nobody else has.`,
    stack,
    roleArn,
    startAt,
    endAt: new Date(startAt.getTime() + lastsMs),
    everyMinutes,
    token: digest(`${stack} ${startAt.toISOString()}`).slice(0, 64),
  }
}

/** No replica's id has a full stop in it, so that none is the beginning of another's. */
function prefixOf(replicaId: string): string {
  return `${replicaId}.`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
