import { fail, type ReplicaError } from '../../errors.ts'
import type { HostResult } from '../../ports/hosts.ts'
import { cleanLine } from '../../report/clean.ts'
import type { Errand } from './errand.ts'
import { createGrants, type Grants } from './grants.ts'
import type { News } from './orders.ts'
import type { Prepared } from './prepare.ts'
import { workScript } from './scripts.ts'
import { reviveEvent } from './stored-error.ts'

const pollMs = 1_000
const renewMs = 30_000
/** A host that has work says something every ten seconds. */
const silenceMs = 120_000
/** How long a host may take to end what it started. */
const endingMs = 30_000

/**
 * Gives a prepared host its orders and stays by until it has ended, telling what it tells. Gives the packed result. When the
 * run is interrupted, or the host is not heard of any more, the work is cancelled there. Throws `host.*`, `cloud.*`, and the
 * interruption's reason.
 */
export async function attendWork(
  errand: Errand,
  prepared: Prepared,
  secrets: Readonly<Record<string, Record<string, string>>>,
): Promise<Uint8Array> {
  const { cloud, bucket, run } = errand
  const grants = createGrants(errand, prepared)
  const orders = await grants.giveOrders(secrets)
  const watch = watchNews(errand, grants)
  const result = await workThere(errand, orders, watch)
  const content = await cloud.buckets.get(bucket, grants.key('result'))
  run.ports.interrupted.throwIfAborted()
  if (result.status !== 'succeeded' || content === undefined) throw failure(errand, result)
  return content
}

async function workThere(errand: Errand, orders: string, watch: Watch): Promise<HostResult> {
  const { cloud, instanceId, replica, workId, run } = errand
  const { interrupted } = run.ports
  const ended = new AbortController()
  const watching = watch.untilEnded(ended.signal)
  const signal = AbortSignal.any([interrupted, watch.lost])
  const comment = `prod-replica ${replica.id}: ${errand.task}`
  const request = { script: workScript(workId, orders), timeoutMs: timeLeftMs(errand), comment, signal }
  try {
    return await cloud.hosts.run(instanceId, request)
  } catch (error) {
    if (interrupted.aborted) await watch.untilItsEnd()
    throw error
  } finally {
    ended.abort()
    await watching
    await watch.look()
  }
}

/** The replica's own, and as much as Systems Manager allows. */
function timeLeftMs({ replica, run }: Errand): number {
  const leftMs = Date.parse(replica.expiresAt) - run.ports.clock.now().getTime()
  return Math.min(Math.max(leftMs, 60_000), 48 * 3_600_000)
}

interface Watch {
  /** Aborted, with `host.lost`, when nothing is heard any more. */
  lost: AbortSignal
  untilEnded(ended: AbortSignal): Promise<void>
  /** After a cancellation: until the host says that nothing is left running, or half a minute. */
  untilItsEnd(): Promise<void>
  look(): Promise<void>
}

function watchNews(errand: Errand, grants: Grants): Watch {
  const { run, host } = errand
  const { clock } = run.ports
  const lost = new AbortController()
  const now = () => clock.now().getTime()
  let [turn, seen, heardMs, isEnded] = [0, 0, now(), false]
  const look = async (): Promise<void> => {
    const news = await readNews(errand, grants)
    if (news === undefined || news.turn <= turn) return
    if (turn === 0) await grants.withdrawOrders()
    ;[turn, heardMs, isEnded] = [news.turn, now(), news.isEnded]
    for (const [index, event] of news.events.entries()) if (news.from + index >= seen) reviveEvent(event, run.emit)
    seen = Math.max(seen, news.from + news.events.length)
  }
  return {
    lost: lost.signal,
    look: () => look().catch(() => {}),
    async untilEnded(ended) {
      for (let renewedMs = now(); !ended.aborted; ) {
        // What fails for a moment is seen the next time; what fails for long is silence.
        await look().catch(() => {})
        if (now() - renewedMs >= renewMs) {
          renewedMs = now()
          await grants.renew(seen).catch(() => {})
        }
        const seconds = Math.round((now() - heardMs) / 1000)
        if (now() - heardMs >= silenceMs) return lost.abort(fail('host.lost', { host, seconds, reason: await whySilent(errand) }))
        await clock.sleep(pollMs, ended).catch(() => {})
      }
    },
    async untilItsEnd() {
      const startedMs = now()
      while (!isEnded && now() - startedMs < endingMs) {
        await look().catch(() => {})
        if (!isEnded) await clock.sleep(pollMs / 4)
      }
      run.emit('host.work_stopped', { host, seconds: Math.round((now() - startedMs) / 1000), isEnded })
    },
  }
}

async function whySilent({ cloud, replica, host }: Errand): Promise<string> {
  const address = replica.hosts[host]
  const found = address === undefined ? undefined : await cloud.hosts.find(address).catch(() => undefined)
  return found?.isOnline === true ? 'Systems Manager still reaches it' : 'Systems Manager does not reach it either'
}

async function readNews({ cloud, bucket }: Errand, grants: Grants): Promise<News | undefined> {
  const content = await cloud.buckets.get(bucket, grants.key('news'))
  if (content === undefined) return undefined
  const news = JSON.parse(new TextDecoder().decode(content)) as Partial<News>
  const isWhole = Number.isInteger(news.turn) && Number.isInteger(news.from) && Array.isArray(news.events)
  return isWhole ? ({ ...news, isEnded: news.isEnded === true } as News) : undefined
}

function failure({ host, instanceId }: Errand, { status, exitCode, errors }: HostResult): ReplicaError {
  if (status === 'undelivered') return fail('host.not_online', { host, id: instanceId })
  const how = exitCode === null ? status : `${status}, exit code ${exitCode}`
  return fail('host.work_failed', { host, status: how, reason: cleanLine(errors.trim().split('\n').at(-1) ?? '', 200) })
}
