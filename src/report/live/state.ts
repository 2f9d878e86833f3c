import type { Event } from '../../events.ts'

/** What is under way, made from events alone: what the live view and the heartbeats of a CI log are drawn from. */
export interface LiveState {
  /** In the order in which they were first heard of. */
  readonly stacks: readonly LiveStack[]
}

export interface LiveStack {
  readonly name: string
  readonly needs: readonly string[]
  readonly phase: 'waiting' | 'creating' | 'up' | 'failed' | 'deleting' | 'gone' | 'left'
  readonly done: number
  readonly of: number
  /** With the instant at which each was begun, in milliseconds. */
  readonly open: readonly { logicalId: string; sinceMs: number }[]
  /** Expected at `toldAtMs`. */
  readonly leftSeconds: number
  readonly path: readonly string[]
  readonly startedAtMs: number
  readonly toldAtMs: number
  /** What the whole took. */
  readonly seconds?: number
}

export const nothingLive: LiveState = { stacks: [] }

/** The state after one more event. Events that say nothing of stacks leave it as it is. */
export function advanceLive(state: LiveState, event: Event): LiveState {
  const atMs = Date.parse(event.at)
  switch (event.code) {
    case 'rehearsal.phase_started':
      return nothingLive
    case 'replica.create_started': {
      const waiting = event.data.stacks.map(({ stack, needs, seconds, resources }): LiveStack => {
        return { ...begin(stack, atMs), needs, phase: 'waiting', leftSeconds: seconds, of: resources }
      })
      return { stacks: [...state.stacks, ...waiting] }
    }
    case 'stack.create_started':
      return change(state, event.data.stack, atMs, { phase: 'creating', startedAtMs: atMs, of: event.data.resources })
    case 'stack.progressed': {
      const { stack, verb, done, of, open, left } = event.data
      const opened = open.map(({ logicalId, seconds }) => ({ logicalId, sinceMs: atMs - seconds * 1000 }))
      const phase = verb === 'create' ? 'creating' : 'deleting'
      return change(state, stack, atMs, { phase, done, of, open: opened, leftSeconds: left.seconds, path: left.path })
    }
    case 'stack.create_completed': {
      const { of } = find(state, event.data.stack) ?? { of: 0 }
      return change(state, event.data.stack, atMs, { ...ended, phase: 'up', done: of, seconds: event.data.seconds })
    }
    case 'stack.resource_failed':
      return stopOthers(change(state, event.data.stack, atMs, { ...ended, phase: 'failed' }))
    case 'stack.delete_started':
      return change(state, event.data.stack, atMs, { ...ended, phase: 'deleting', done: 0, startedAtMs: atMs })
    case 'stack.delete_completed':
      return change(state, event.data.stack, atMs, { ...ended, phase: 'gone', seconds: event.data.seconds })
    default:
      return state
  }
}

/** Whether anything is under way that is worth a view. */
export function isLive({ stacks }: LiveState): boolean {
  return stacks.some(isMoving)
}

/** Whether CloudFormation works on it. */
export function isMoving({ phase }: LiveStack): boolean {
  return phase === 'creating' || phase === 'deleting'
}

const ended = { open: [], path: [], leftSeconds: 0 } as const

function begin(name: string, atMs: number): LiveStack {
  return { name, needs: [], phase: 'creating', done: 0, of: 0, open: [], path: [], leftSeconds: 0, startedAtMs: atMs, toldAtMs: atMs }
}

function find({ stacks }: LiveState, name: string): LiveStack | undefined {
  return stacks.find((stack) => stack.name === name)
}

function change(state: LiveState, name: string, atMs: number, fields: Partial<LiveStack>): LiveState {
  const known = find(state, name)
  const changed = { ...(known ?? begin(name, atMs)), ...fields, toldAtMs: atMs }
  return { stacks: known === undefined ? [...state.stacks, changed] : state.stacks.map((stack) => (stack === known ? changed : stack)) }
}

/** After the first failure nobody waits for the others any more. */
function stopOthers({ stacks }: LiveState): LiveState {
  return { stacks: stacks.map((stack) => (/^(creating|waiting)$/.test(stack.phase) ? { ...stack, ...ended, phase: 'left' } : stack)) }
}
