/** One tool's work on one stack, as it was seen from outside. Instants are milliseconds of the epoch. */
export interface Observation {
  startedMs: number
  exitedMs: number
  exitCode: number
  calls: readonly { operation: string; atMs: number }[]
  /** What the tool wrote, piece by piece. */
  output: readonly { text: string; atMs: number }[]
  /** When the stack was done, by the cloud's own record; undefined where it never was. */
  endedMs?: number
  /** The first failure of a resource, by the cloud's own record. */
  failure?: { atMs: number; reason: string }
}

/** Where in a tool's output the reason of the failed resource stands. */
export type Naming = 'at the end' | 'on the way' | 'no'

/** What is compared. Seconds; null where the case has no such figure. */
export interface Figures {
  /** From the stack's end to the tool's. */
  lag: number | null
  wall: number
  calls: number
  callsPerMinute: number
  firstChange: number | null
  /** From the resource's failure to the output that tells its reason. */
  told: number | null
  /** From the resource's failure to the tool's end. */
  reported: number | null
  named: Naming | null
  exitCode: number
}

const changes = /^(CreateStack|UpdateStack|DeleteStack|ExecuteChangeSet)$/
const lastLines = 12

/** Works the figures of one observation out. */
export function figuresOf(seen: Observation): Figures {
  const wall = seconds(seen.startedMs, seen.exitedMs)
  const first = seen.calls.find(({ operation }) => changes.test(operation))
  const { failure } = seen
  const toldMs = failure === undefined ? undefined : tellingMs(seen, failure.reason)
  return {
    lag: seen.endedMs === undefined ? null : seconds(seen.endedMs, seen.exitedMs),
    wall,
    calls: seen.calls.length,
    callsPerMinute: (seen.calls.length * 60) / wall,
    firstChange: first === undefined ? null : seconds(seen.startedMs, first.atMs),
    told: failure === undefined || toldMs === undefined ? null : seconds(failure.atMs, toldMs),
    reported: failure === undefined ? null : seconds(failure.atMs, seen.exitedMs),
    named: failure === undefined ? null : namingOf(seen, failure.reason),
    exitCode: seen.exitCode,
  }
}

/** The median of each figure; of what is no number, and of exit codes, the one that is in most runs. */
export function medianFigures(runs: readonly Figures[]): Figures {
  const of = (name: 'lag' | 'firstChange' | 'told' | 'reported'): number | null => medianOf(runs.flatMap((run) => run[name] ?? []))
  return {
    lag: of('lag'),
    wall: medianOf(runs.map(({ wall }) => wall)) ?? 0,
    calls: medianOf(runs.map(({ calls }) => calls)) ?? 0,
    callsPerMinute: medianOf(runs.map(({ callsPerMinute }) => callsPerMinute)) ?? 0,
    firstChange: of('firstChange'),
    told: of('told'),
    reported: of('reported'),
    named: mostFrequent(runs.map(({ named }) => named)),
    exitCode: mostFrequent(runs.map(({ exitCode }) => exitCode)) ?? 0,
  }
}

/** Null of nothing; of an even number, the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/** The first instant at which everything written so far holds the reason. */
function tellingMs({ output }: Observation, reason: string): number | undefined {
  let text = ''
  for (const piece of output) {
    text += piece.text
    if (tells(text, reason)) return piece.atMs
  }
  return undefined
}

function namingOf({ output }: Observation, reason: string): Naming {
  const text = output.map((piece) => piece.text).join('')
  if (!tells(text, reason)) return 'no'
  const end = text.trimEnd().split('\n').slice(-lastLines).join('\n')
  return tells(end, reason) ? 'at the end' : 'on the way'
}

/** Tables wrap a reason over several lines, so its long words are looked for, not the sentence. */
function tells(text: string, reason: string): boolean {
  return (reason.match(/\w{5,}/g) ?? []).every((word) => text.includes(word))
}

function mostFrequent<Value>(values: readonly Value[]): Value | null {
  const count = (value: Value): number => values.filter((other) => other === value).length
  return [...values].sort((a, b) => count(b) - count(a))[0] ?? null
}

function seconds(fromMs: number, toMs: number): number {
  return (toMs - fromMs) / 1000
}
