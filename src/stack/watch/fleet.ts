import type { Clock } from '../../ports/clock.ts'
import type { Cloud } from '../../ports/cloud.ts'
import type { StackDescription } from '../../ports/stacks.ts'
import type { Budget } from '../budget/budget.ts'

/** What all who drive stacks of one account and region in this process share: their looks at stacks. */
export interface Fleet {
  /**
   * The stack as a call that begins after this one tells it; undefined where there is none, or it is deleted. Where many
   * look at once, one listing answers them all. Throws what the call throws, and the signal's reason.
   */
  look(nameOrArn: string, signal?: AbortSignal): Promise<StackDescription | undefined>
  /** The stack as the last look at it by its ARN, or by its name, saw it. */
  seen(arn: string): StackDescription | undefined
  /** Every stack that is not deleted. Throws what the calls throw, and the signal's reason. */
  all(signal?: AbortSignal): Promise<StackDescription[]>
  /** The same, as a listing of a moment ago tells it where there was one. */
  recent(signal?: AbortSignal): Promise<readonly StackDescription[]>
  /** What the last listing of all stacks told, however long ago that was; undefined where there was none. */
  listed(): readonly StackDescription[] | undefined
  /** Whether all stacks were listed a moment ago, and none had that name. */
  lacks(name: string): boolean
  /** How many stacks are followed at this moment. */
  followed: number
}

interface Look {
  nameOrArn: string
  signal?: AbortSignal
  resolve(stack: StackDescription | undefined): void
  reject(error: unknown): void
}

type FleetPorts = { cloud: Cloud; clock: Clock; budget: Budget }

/** Up to so many looks at once are a call each. */
const fewLooks = 3
/** So long a listing of all stacks says what is not there: creating it shows whether that is still so. */
const momentMs = 2_000
/** So long after a listing began the next one may: meanwhile looks gather. */
const listingGapMs = 1_500

/** The fleet of a budget and a cloud: whoever shares a budget shares the looks, whether its clients pace themselves or not. */
export function fleetOf({ cloud, ...ports }: FleetPorts): Fleet {
  const paced = cloud.paced ?? cloud
  const known = ports.budget.shared.get(paced) as Fleet | undefined
  const fleet = known ?? createFleet({ ...ports, cloud: paced })
  ports.budget.shared.set(paced, fleet)
  return fleet
}

function createFleet(ports: FleetPorts): Fleet {
  const { clock } = ports
  let waiting: Look[] = []
  let pages = 1
  let isBusy = false
  const seen = new Map<string, StackDescription>()
  let listed: { stacks: readonly StackDescription[]; atMs: number } | undefined
  const isRecent = (): boolean => listed !== undefined && clock.now().getTime() - listed.atMs <= momentMs
  const all = async (signal?: AbortSignal): Promise<StackDescription[]> => {
    const atMs = clock.now().getTime()
    const stacks = [...new Set((await listAll(ports, signal)).stacks.values())]
    listed = { stacks, atMs }
    return stacks
  }
  const answerAll = async (): Promise<void> => {
    isBusy = true
    while (waiting.length > 0) {
      await Promise.resolve() // those who look in the same moment are answered together
      const looks = waiting
      waiting = []
      if (looks.length <= Math.max(fewLooks, pages)) await Promise.all(looks.map((look) => answerOne(look, ports)))
      else {
        const startedMs = clock.now().getTime()
        pages = await answerByListing(looks, ports)
        await clock.sleep(Math.max(0, startedMs + listingGapMs - clock.now().getTime()))
      }
    }
    isBusy = false
  }
  return {
    followed: 0,
    seen: (arn) => seen.get(arn),
    all,
    recent: async (signal) => (isRecent() ? (listed?.stacks ?? []) : await all(signal)),
    listed: () => listed?.stacks,
    lacks: (name) => isRecent() && listed?.stacks.some((stack) => stack.name === name) === false,
    async look(nameOrArn, signal) {
      signal?.throwIfAborted()
      const answer = new Promise<StackDescription | undefined>((resolve, reject) => {
        waiting.push({ nameOrArn, resolve, reject, ...(signal === undefined ? {} : { signal }) })
      })
      if (!isBusy) void answerAll()
      const stack = await answer
      if (stack !== undefined) seen.set(stack.arn, stack)
      signal?.throwIfAborted()
      return stack
    },
  }
}

async function answerOne(look: Look, { cloud, budget }: FleetPorts): Promise<void> {
  const call = budget.call(() => cloud.stacks.describe(look.nameOrArn), look.signal, 'DescribeStacks')
  await call.then(look.resolve, look.reject)
}

/** Returns how many pages it took. */
async function answerByListing(looks: readonly Look[], ports: FleetPorts): Promise<number> {
  try {
    const { stacks, pages } = await listAll(ports)
    for (const { nameOrArn, resolve } of looks) resolve(stacks.get(nameOrArn))
    return pages
  } catch (error) {
    for (const { reject } of looks) reject(error)
    return 1
  }
}

/** Every stack, by its ARN and by its name. */
async function listAll(
  { cloud, budget }: FleetPorts,
  signal?: AbortSignal,
): Promise<{ stacks: Map<string, StackDescription>; pages: number }> {
  const stacks = new Map<string, StackDescription>()
  let next: string | undefined
  let pages = 0
  do {
    const page = await budget.call(() => cloud.stacks.listPage(next), signal, 'DescribeStacks')
    for (const stack of page.stacks) stacks.set(stack.arn, stack).set(stack.name, stack)
    next = page.next
    pages++
  } while (next !== undefined)
  return { stacks, pages }
}
