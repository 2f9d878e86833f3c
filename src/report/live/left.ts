import { isMoving, type LiveStack, type LiveState } from './state.ts'

/** Seconds that a stack is expected to need yet, at an instant in milliseconds. */
export function leftSeconds({ leftSeconds: told, toldAtMs, phase }: LiveStack, nowMs: number): number {
  return phase === 'waiting' ? told : Math.max(0, told - (nowMs - toldAtMs) / 1000)
}

/** Seconds until the last stack is expected to be done. */
export function wholeLeft(state: LiveState, nowMs: number): number {
  return sum(pathOf(state, nowMs).map((stack) => leftSeconds(stack, nowMs)))
}

/** The stacks that wait for one another which takes longest from now on. */
export function pathOf({ stacks }: LiveState, nowMs: number): LiveStack[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]))
  const known = new Map<string, LiveStack[]>()
  const length = (path: readonly LiveStack[]): number => sum(path.map((stack) => leftSeconds(stack, nowMs)))
  const longest = (paths: readonly LiveStack[][]): LiveStack[] =>
    paths.reduce((most, path) => (length(path) > length(most) ? path : most), [])
  const pathTo = (stack: LiveStack): LiveStack[] => {
    const done = known.get(stack.name)
    if (done !== undefined) return done
    known.set(stack.name, []) // a circle ends here
    const before = longest(stack.needs.flatMap((name) => byName.get(name) ?? []).map(pathTo))
    const path = isMoving(stack) || stack.phase === 'waiting' ? [...before, stack] : []
    known.set(stack.name, path)
    return path
  }
  return longest(stacks.map(pathTo))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
