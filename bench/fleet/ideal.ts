/** What a fleet is made of, and what its cloud bears. */
export interface FleetShape {
  replicas: number
  /** Seconds that each stack of one replica takes; each needs the one before. */
  stackSeconds: readonly number[]
  /** Calls of one operation. */
  perSecond: number
}

/**
 * The shortest time in seconds in which all replicas can be up. Every stack takes one CreateStack, and after a burst of a
 * second's calls these come at `perSecond`. So for each stack of the chain: the last call by which all replicas have come
 * this far cannot be made before its turn, and after it the rest of one chain is still to be made. The longest of these.
 */
export function idealSeconds({ replicas, stackSeconds, perSecond }: FleetShape): number {
  const waits = stackSeconds.map((_, index) => {
    const calls = replicas * (index + 1)
    const rest = stackSeconds.slice(index).reduce((sum, each) => sum + each, 0)
    return turnOf(calls, perSecond) + rest
  })
  const one = stackSeconds.reduce((sum, each) => sum + each, 0)
  return Math.max(one, ...waits)
}

/** The shortest time in seconds in which so many independent stacks can be deleted, each by one DeleteStack. */
export function idealDeletionSeconds(stacks: number, secondsEach: number, perSecond: number): number {
  return turnOf(stacks, perSecond) + secondsEach
}

/** When the last of so many calls can be made, in seconds. */
function turnOf(calls: number, perSecond: number): number {
  return Math.max(0, calls - perSecond) / perSecond
}
