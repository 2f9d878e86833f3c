import { isReplicaError } from '../../errors.ts'
import type { StackEvent } from '../../ports/stacks.ts'
import type { StackPorts } from '../ports.ts'
import { type Fleet, fleetOf } from './fleet.ts'
import { usualSeconds } from './forecast.ts'
import { type Expectation, expectFrom, type Usual } from './outlook.ts'
import { createLooks, type Looks } from "./looks.ts"

export interface Followed {
  arn: string
  /** Only what came after this event. */
  after?: string
  /** How many resources are to be made or deleted, where that is known. */
  resources?: number
  /** Where more is known than what an event says. */
  usual?: Usual
}

/** Sees what came, and how many looks in a row have found nothing; ends the following by returning something. */
export type See<Outcome> = (events: readonly StackEvent[], quietPolls: number) => Promise<Outcome | undefined>

const mostCutPolls = 6
/** A stack may be quick. */
const firstLookMs = 250
/** Up to so many stacks at once are followed by their events alone. */
const fewFollowed = 3
const betweenListingsMs = 1_000

/**
 * Reads a stack's events, each once and in order, and hands them to `see`, until that returns something. Where more than
 * a few stacks are followed in the process, one listing of all tells whose events are worth reading. A few calls that
 * get no answer are borne. Throws what `see` and the calls throw, and the signal's reason.
 */
export async function followEvents<Outcome>(stack: Followed, see: See<Outcome>, ports: StackPorts): Promise<Outcome> {
  const fleet = fleetOf(ports)
  fleet.followed++
  try {
    return await follow(stack, see, fleet, ports)
  } finally {
    fleet.followed--
  }
}

async function follow<Outcome>(stack: Followed, see: See<Outcome>, fleet: Fleet, ports: StackPorts): Promise<Outcome> {
  const { cloud, clock, budget, signal } = ports
  const nowMs = (): number => clock.now().getTime()
  const expectation = expectFrom(nowMs(), stack.usual ?? usualSeconds, stack.resources)
  const looks = createLooks()
  const listed = listedWatch(stack.arn, fleet, ports)
  let { after } = stack
  let quietPolls = 0
  let cutPolls = 0
  const readEvents = (): Promise<StackEvent[]> => budget.call(() => cloud.stacks.events(stack.arn, after), signal, 'DescribeStackEvents')
  await clock.sleep(firstLookMs, signal)
  for (;;) {
    const read = async () => (fleet.followed <= fewFollowed || (await listed.hasNews()) ? await readEvents() : 'nothing new')
    const events = await read().catch(whenUnreachable(++cutPolls))
    if (events !== undefined) {
      cutPolls = 0
      const news = events === 'nothing new' ? [] : events
      after = news.at(-1)?.id ?? after
      expectation.see(news, nowMs())
      quietPolls = events === 'nothing new' || news.length > 0 ? 0 : quietPolls + 1
      const outcome = await see(news, quietPolls)
      if (outcome !== undefined) return outcome
    }
    await waitForNext(expectation, looks, fleet, ports)
  }
}

/** Among many, a look costs nothing of its own: it waits for the next listing. */
async function waitForNext(expectation: Expectation, looks: Looks, fleet: Fleet, { clock, signal }: StackPorts): Promise<void> {
  const delayMs = looks.delayMs(expectation.outlook(), clock.now().getTime())
  looks.spend(delayMs)
  await clock.sleep(fleet.followed > fewFollowed ? Math.min(delayMs, betweenListingsMs) : delayMs, signal)
}

/** Among many, events are read at least so often for each stack that is followed, so that a failure within it is seen. */
const perFollowedMs = 500
const leastReadMs = 30_000

/** Whether a stack's events are worth reading: it has come to rest or changed its status, or they were not read for long. */
function listedWatch(arn: string, fleet: Fleet, { clock, signal }: StackPorts): { hasNews(): Promise<boolean> } {
  let known: string | undefined
  let readMs = clock.now().getTime()
  return {
    async hasNews() {
      const status = (await fleet.look(arn, signal))?.status
      const isMoving = status?.endsWith('_IN_PROGRESS') === true && (known === undefined || known === status)
      known = status
      const isOverdue = clock.now().getTime() - readMs > Math.max(leastReadMs, fleet.followed * perFollowedMs)
      if (isMoving && !isOverdue) return false
      readMs = clock.now().getTime()
      return true
    },
  }
}

function whenUnreachable(cutPolls: number): (error: unknown) => undefined {
  return (error) => {
    if (!isReplicaError(error, 'cloud.unreachable') || cutPolls >= mostCutPolls) throw error
    return undefined
  }
}
