import { cleanText } from '../clean.ts'
import { count, formatSeconds } from '../words.ts'
import { leftSeconds, pathOf, wholeLeft } from './left.ts'
import { isMoving, type LiveStack, type LiveState } from './state.ts'

/** How much room there is. */
export interface LiveRoom {
  columns: number
  rows: number
}

/**
 * What is under way, as lines that fit the terminal: the whole, each stack with what it waits for, and the critical path.
 * Where there are more stacks than rows, those that move are shown and the others counted.
 */
export function formatLive(state: LiveState, nowMs: number, { columns, rows }: LiveRoom): string[] {
  const prefix = sharedPrefix(state.stacks.map(({ name }) => name))
  const label = (name: string): string => (name.startsWith(prefix) ? name.slice(prefix.length) : name)
  const { shown, hidden } = chooseStacks(state.stacks, Math.max(1, rows - 4))
  const nameWidth = Math.min(Math.floor(columns / 3), Math.max(...shown.map(({ name }) => label(name).length)))
  const path = pathOf(state, nowMs).flatMap((stack) => (stack.path.length === 0 ? [label(stack.name)] : nameEach(stack, label)))
  const lines = [
    formatWhole(state, nowMs),
    ...shown.map((stack) => formatStack(stack, label, { nowMs, nameWidth, columns })),
    ...(hidden.length === 0 ? [] : [`  and ${count(hidden.length, 'stack')} more`]),
    ...(path.length < 2 ? [] : [`  longest: ${path.join(' → ')}`]),
  ]
  return lines.slice(0, Math.max(1, rows - 1)).map((line) => cut(cleanText(line).replaceAll('\n', ' '), columns - 1))
}

/** One line for a CI log: what is waited for, for how long, and how long it will take yet. */
export function formatHeartbeat(state: LiveState, nowMs: number): string {
  const prefix = sharedPrefix(state.stacks.map(({ name }) => name))
  const moving = state.stacks.filter(isMoving)
  const open = moving.flatMap((stack) => {
    const name = stack.name.slice(prefix.length)
    return stack.open.length === 0 ? [name] : stack.open.map(({ logicalId }) => `${name}/${logicalId}`)
  })
  const since = Math.min(...moving.map(({ startedAtMs }) => startedAtMs))
  return `still waiting after ${formatSeconds((nowMs - since) / 1000)} for ${listed(open, mostNamed)}; ${formatLeft(wholeLeft(state, nowMs))}`
}

const mostNamed = 5

function formatWhole(state: LiveState, nowMs: number): string {
  const made = state.stacks.filter(({ phase }) => phase !== 'gone' && phase !== 'deleting')
  const since = Math.min(...state.stacks.map(({ startedAtMs }) => startedAtMs))
  const elapsed = `${formatSeconds(Math.round((nowMs - since) / 1000))} so far, ${formatLeft(wholeLeft(state, nowMs))}`
  if (made.length === 0)
    return `${state.stacks.filter(({ phase }) => phase === 'gone').length} of ${count(state.stacks.length, 'stack')} gone; ${elapsed}`
  const [done, of] = [total(made, 'done'), total(made, 'of')]
  const up = made.filter(({ phase }) => phase === 'up').length
  return `${up} of ${count(made.length, 'stack')} up, ${done} of ${count(of, 'resource')}; ${elapsed}`
}

function total(stacks: readonly LiveStack[], field: 'done' | 'of'): number {
  return stacks.reduce((sum, stack) => sum + stack[field], 0)
}

interface StackRoom {
  nowMs: number
  nameWidth: number
  columns: number
}

const barWidth = 12
const barFrom = 60

function formatStack(stack: LiveStack, label: (name: string) => string, { nowMs, nameWidth, columns }: StackRoom): string {
  const bar = columns < barFrom ? '' : `${formatBar(stack)} `
  const share = `${stack.done}/${stack.of}`.padStart(7)
  return `${marks[stack.phase]} ${label(stack.name).padEnd(nameWidth)} ${bar}${share}  ${formatPhase(stack, label, nowMs)}`
}

const marks: Readonly<Record<LiveStack['phase'], string>> = {
  waiting: ' ',
  creating: '·',
  up: '✓',
  failed: '✗',
  deleting: '·',
  gone: '✓',
  left: '⊘',
}

function formatBar({ done, of }: LiveStack): string {
  const full = of === 0 ? 0 : Math.min(barWidth, Math.floor((done / of) * barWidth))
  return '█'.repeat(full) + '░'.repeat(barWidth - full)
}

function formatPhase(stack: LiveStack, label: (name: string) => string, nowMs: number): string {
  const seconds = formatSeconds(stack.seconds ?? 0)
  switch (stack.phase) {
    case 'waiting':
      return stack.needs.length === 0 ? 'about to start' : `waits for ${listed(stack.needs.map(label), 3)}`
    case 'creating':
    case 'deleting':
      return `${formatLeft(leftSeconds(stack, nowMs))}${formatOpen(stack, nowMs)}`
    case 'up':
      return `up after ${seconds}`
    case 'gone':
      return `gone after ${seconds}`
    case 'failed':
      return 'failed'
    case 'left':
      return 'no longer waited for'
  }
}

/** Those that have been open for longest first. */
function formatOpen({ open }: LiveStack, nowMs: number): string {
  const oldest = [...open].sort((a, b) => a.sinceMs - b.sinceMs)
  const named = oldest.map(({ logicalId, sinceMs }) => `${logicalId} ${formatSeconds(Math.round((nowMs - sinceMs) / 1000))}`)
  return named.length === 0 ? '' : `: ${listed(named, 4)}`
}

function formatLeft(seconds: number): string {
  return seconds < 1 ? 'about done' : `about ${formatSeconds(Math.ceil(seconds))} left`
}

function nameEach({ name, path }: LiveStack, label: (name: string) => string): string[] {
  return path.map((logicalId) => `${label(name)}/${logicalId}`)
}

/** As many as there is room for: those that move before those that wait, and those before what is over; in their own order. */
function chooseStacks(stacks: readonly LiveStack[], room: number): { shown: LiveStack[]; hidden: LiveStack[] } {
  const rank = (stack: LiveStack): number => (isMoving(stack) || stack.phase === 'failed' ? 0 : stack.phase === 'waiting' ? 1 : 2)
  const chosen = new Set([...stacks].sort((a, b) => rank(a) - rank(b)).slice(0, room))
  return { shown: stacks.filter((stack) => chosen.has(stack)), hidden: stacks.filter((stack) => !chosen.has(stack)) }
}

/** What all names begin with, up to a hyphen: `prod-replica-pr-42-`. */
function sharedPrefix(names: readonly string[]): string {
  const [first = ''] = names
  if (names.length < 2) return ''
  let length = 0
  while (length < first.length && names.every((name) => name[length] === first[length])) length++
  return first.slice(0, first.slice(0, length).lastIndexOf('-') + 1)
}

function listed(names: readonly string[], most: number): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}

function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`
}
