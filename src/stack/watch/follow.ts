import { isReplicaError } from '../../errors.ts'
import type { StackEvent } from '../../ports/stacks.ts'
import type { StackPorts } from '../ports.ts'
import { type Branch, branchesFrom, endedIn, hasEnded, toldBy } from './branches.ts'
import { type Fleet, fleetOf } from './fleet.ts'
import { createListing, type Listing } from './listing.ts'
import { createLooks, type Looks } from './looks.ts'
import { expectFrom, type Known } from './outlook.ts'
import { createTempo } from './tempo.ts'
import { type Usual, usualOfType } from './usual.ts'

export interface Followed {
  arn: string
  /** Only what came after this event. */
  after?: string
  /** How many resources are to be made, where that is known; without those of nested stacks. */
  resources?: number
  /** How long what is made in it takes, where more is known than its type. */
  usual?: Usual
  /** The resources that others wait for, where that is known; of nested stacks as `Parent/Id`. */
  awaited?: ReadonlySet<string>
  /** Whether the stacks nested in it are followed too, as soon as each is begun. */
  withNested?: boolean
  /** What fails is tried again, so that it need not be seen at once. */
  isPatient?: boolean
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
 * Reads a stack's events, each once and in order, and hands them to `see`, until that returns something. Resources of
 * nested stacks are told as `Parent/Id`. Where more than a few stacks are followed in the process, one listing of all tells
 * whose events are worth reading. A few calls that get no answer are borne. Throws what `see` and the calls throw, and the
 * signal's reason.
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
  const following = begin(stack, fleet, ports)
  const { signal } = ports
  let quietPolls = 0
  let cutPolls = 0
  for (;;) {
    const branch = await untilDue(following, fleet, ports)
    signal?.throwIfAborted()
    const read = await lookAt(branch, following, fleet, ports).catch(whenUnreachable(++cutPolls))
    if (read === undefined) continue
    cutPolls = 0
    quietPolls = read.isQuiet ? quietPolls + 1 : 0
    const outcome = await see(read.told, quietPolls)
    if (outcome !== undefined) return outcome
  }
}

interface Following {
  branches: Branch[]
  looks: Looks
  listing: Listing
  known: Known
  withNested: boolean
}

function begin(
  { arn, after, resources, usual = usualOfType, awaited, withNested = false, isPatient }: Followed,
  fleet: Fleet,
  ports: StackPorts,
): Following {
  const nowMs = ports.clock.now().getTime()
  const known = { usual, isAwaited: (logicalId: string) => awaited?.has(logicalId) ?? true, tempo: createTempo() }
  const expectation = expectFrom(nowMs, known, resources)
  const root = { arn, path: '', expectation, after, dueMs: nowMs + firstLookMs }
  const [looks, listing] = [createLooks(nowMs, isPatient), createListing(fleet, ports)]
  return { branches: [root], looks, listing, known, withNested }
}

/** Waits for the branch that is due first. Among many, a look costs nothing of its own: it waits for the next listing. */
async function untilDue({ branches }: Following, fleet: Fleet, { clock, signal }: StackPorts): Promise<Branch> {
  const branch = branches.reduce((first, each) => (each.dueMs < first.dueMs ? each : first))
  const delayMs = Math.max(0, branch.dueMs - clock.now().getTime())
  await clock.sleep(fleet.followed > fewFollowed ? Math.min(delayMs, betweenListingsMs) : delayMs, signal)
  return branch
}

/** Reads what is new of a branch, and plans when it is looked at next. */
async function lookAt(
  branch: Branch,
  following: Following,
  fleet: Fleet,
  ports: StackPorts,
): Promise<{ told: StackEvent[]; isQuiet: boolean }> {
  const { looks, listing } = following
  const nowMs = (): number => ports.clock.now().getTime()
  const isMany = fleet.followed > fewFollowed
  looks.spend(nowMs())
  branch.dueMs = nowMs() + betweenListingsMs // where the call fails
  const isRead = !isMany || (await listing.hasNews(branch.arn))
  const events = isRead ? await readEvents(branch, ports) : []
  const missed = await readEnded(branch, events, following, ports)
  const changed = takeIn(branch, events, following, nowMs())
  for (const each of changed) each.dueMs = nowMs() + (isMany ? betweenListingsMs : looks.delayMs(each.expectation.outlook(), nowMs()))
  return { told: [...missed, ...toldBy(branch, events)], isQuiet: isRead && events.length === 0 }
}

function readEvents({ arn, after }: Branch, { cloud, budget, signal }: StackPorts): Promise<StackEvent[]> {
  return budget.call(() => cloud.stacks.events(arn, after), signal, 'DescribeStackEvents')
}

/** What nested stacks have told that ended, as their parent says, before they were looked at again. */
async function readEnded(parent: Branch, events: readonly StackEvent[], following: Following, ports: StackPorts): Promise<StackEvent[]> {
  const missed: StackEvent[] = []
  for (const branch of endedIn(parent, events, following.branches)) {
    const last = await readEvents(branch, ports)
    missed.push(...(await readEnded(branch, last, following, ports)), ...toldBy(branch, last))
    following.branches.splice(following.branches.indexOf(branch), 1)
  }
  return missed
}

/** Returns the branches of which something else is expected now: the one that was read, what begins in it, and its parent where it has ended. */
function takeIn(branch: Branch, events: readonly StackEvent[], { branches, known, withNested }: Following, nowMs: number): Branch[] {
  const told = toldBy(branch, events)
  branch.after = events.at(-1)?.id ?? branch.after
  branch.expectation.see(branch.parent === undefined ? told : [...told, ...events.filter(({ isStack }) => isStack)], nowMs)
  const fresh = withNested ? branchesFrom(branch, told, branches, known, nowMs) : []
  branches.push(...fresh)
  if (branch.parent === undefined || !hasEnded(branch, events, nowMs)) return [branch, ...fresh]
  branches.splice(branches.indexOf(branch), 1)
  return [branch.parent]
}

function whenUnreachable(cutPolls: number): (error: unknown) => undefined {
  return (error) => {
    if (!isReplicaError(error, 'cloud.unreachable') || cutPolls >= mostCutPolls) throw error
    return undefined
  }
}
