import { fail } from '../../errors.ts'
import type { Emit, Event } from '../../events.ts'
import type { Ports } from '../../ports/index.ts'
import type { Lease, News } from './orders.ts'

/** Tells the caller, who is elsewhere, what happens here. */
export interface Reporter {
  emit: Emit
  /** Aborted when the caller has not renewed the lease for minutes. */
  callerLost: AbortSignal
  /** Sends the packed result, cleans up, and says that nothing more will come. */
  finish(result: Uint8Array, cleanUp: () => Promise<void>): Promise<void>
}

const tickMs = 500
const beatMs = 10_000
const leaseMs = 5_000
const patienceMs = 180_000

export function openReporter(first: Lease, privateKey: string, ports: Pick<Ports, 'links' | 'seals' | 'clock'>): Reporter {
  const { links, seals, clock } = ports
  const now = () => clock.now().getTime()
  const events: Event[] = []
  const lost = new AbortController()
  const ended = new AbortController()
  let [lease, renewedMs] = [first, now()]
  let [turn, told, toldMs] = [0, -1, 0]
  const tell = async (isEnded: boolean): Promise<void> => {
    const news: News = { turn: turn + 1, from: lease.seen, events: events.slice(lease.seen), isEnded }
    const count = events.length
    await links.put(lease.news, JSON.stringify(news))
    ;[turn, told, toldMs] = [news.turn, count, now()]
  }
  const renew = async (): Promise<void> => {
    const sealed = await links.get(lease.next)
    const next = sealed === undefined ? lease : (JSON.parse(seals.open(sealed, privateKey)) as Lease)
    if (next.turn > lease.turn) [lease, renewedMs] = [next, now()]
    else if (now() - renewedMs > patienceMs) lost.abort(fail('host.caller_lost', { seconds: Math.round((now() - renewedMs) / 1000) }))
  }
  const telling = repeat(tickMs, async () => {
    if (told !== events.length || now() - toldMs >= beatMs) await tell(false)
  })
  const renewing = repeat(leaseMs, renew)
  async function repeat(pauseMs: number, work: () => Promise<void>): Promise<void> {
    while (!ended.signal.aborted) {
      // What fails is tried again; where it goes on failing, the lease is not renewed either.
      await work().catch(() => {})
      if (now() - renewedMs > patienceMs) await renew().catch(() => lost.abort(fail('host.caller_lost', { seconds: patienceMs / 1000 })))
      await clock.sleep(pauseMs, ended.signal).catch(() => {})
    }
  }
  return {
    emit: (code, data) => void events.push({ code, data, at: clock.now().toISOString() } as Event),
    callerLost: lost.signal,
    async finish(result, cleanUp) {
      ended.abort()
      await Promise.all([telling, renewing])
      if (!lost.signal.aborted) await links.put(lease.result, result)
      await cleanUp()
      await tell(true)
    },
  }
}
