import { parseCommandTag, parseErrorResponse, parseRowDescription, readBody } from './body.ts'
import type { Entry, Recorder } from './recording.ts'

/** Something the client asked for whose answer is still to come. */
type Pending =
  | { kind: 'query'; entries: readonly Entry[]; next: number }
  | { kind: 'parse' | 'describe' | 'execute'; entry: Entry | undefined }
  | { kind: 'bind' | 'close' | 'sync' }

/** Joins what a client asks with what the server answers: which statement an error, a row count or columns belong to. */
export interface Conversation {
  fromClient(type: number, body: Uint8Array): void
  fromServer(type: number, body: Uint8Array): void
}

const code = (letter: string): number => letter.charCodeAt(0)

/** Bytes of a client's message that are needed: statements whole (to a limit), of the others the names at their start. */
export function captureFromClient(type: number): number {
  if (type === code('Q') || type === code('P')) return 1024 * 1024
  return type === code('B') || type === code('D') || type === code('E') || type === code('C') ? 1024 : 0
}

/** Rows and COPY data are stepped over. */
export function captureFromServer(type: number): number {
  return type === code('T') || type === code('E') || type === code('C') ? 256 * 1024 : 0
}

export function createConversation(recorder: Recorder): Conversation {
  const state: State = { recorder, pending: [], statements: new Map(), portals: new Map() }
  return {
    fromClient: (type, body) => fromClient[type]?.(state, body),
    fromServer: (type, body) => fromServer[type]?.(state, body),
  }
}

interface State {
  recorder: Recorder
  pending: Pending[]
  /** Prepared statements and portals by name. */
  statements: Map<string, Entry | undefined>
  portals: Map<string, Entry | undefined>
}

type Handler = (state: State, body: Uint8Array) => void

const clientMessages: Readonly<Record<string, Handler>> = {
  Q: (state, body) => state.pending.push({ kind: 'query', entries: state.recorder.entries(readBody(body).string()), next: 0 }),
  P: (state, body) => {
    const reader = readBody(body)
    const name = reader.string()
    const entry = state.recorder.entries(reader.string())[0]
    remember(state.statements, name, entry)
    state.pending.push({ kind: 'parse', entry })
  },
  B: (state, body) => {
    const reader = readBody(body)
    const portal = reader.string()
    remember(state.portals, portal, state.statements.get(reader.string()))
    state.pending.push({ kind: 'bind' })
  },
  D: (state, body) => state.pending.push({ kind: 'describe', entry: named(state, body) }),
  E: (state, body) => state.pending.push({ kind: 'execute', entry: state.portals.get(readBody(body).string()) }),
  C: (state, body) => {
    const reader = readBody(body)
    const names = reader.byte() === code('S') ? state.statements : state.portals
    names.delete(reader.string())
    state.pending.push({ kind: 'close' })
  },
  S: (state) => state.pending.push({ kind: 'sync' }),
  F: (state) => state.pending.push({ kind: 'query', entries: [], next: 0 }),
}

const mostNames = 10_000

/** The oldest name goes when there are too many: a client that never closes anything must not fill our memory. */
function remember(names: Map<string, Entry | undefined>, name: string, entry: Entry | undefined): void {
  names.set(name, entry)
  if (names.size <= mostNames) return
  const [oldest] = names.keys()
  if (oldest !== undefined) names.delete(oldest)
}

const fromClient = byType(clientMessages)

/** By the type's byte: looking a message up costs nothing then. */
function byType(handlers: Readonly<Record<string, Handler>>): readonly (Handler | undefined)[] {
  return Array.from({ length: 256 }, (_, type) => handlers[String.fromCharCode(type)])
}

function named(state: State, body: Uint8Array): Entry | undefined {
  const reader = readBody(body)
  const kind = reader.byte()
  return (kind === code('S') ? state.statements : state.portals).get(reader.string())
}

const serverMessages: Readonly<Record<string, Handler>> = {
  '1': (state) => answered(state, 'parse'),
  '2': (state) => answered(state, 'bind'),
  '3': (state) => answered(state, 'close'),
  n: (state) => answered(state, 'describe'),
  s: (state) => answered(state, 'execute'),
  I: (state) => answered(state, 'execute'),
  T: (state, body) => {
    describe(current(state), body)
    answered(state, 'describe')
  },
  C: (state, body) => {
    state.recorder.finished(current(state), parseCommandTag(body))
    const [head] = state.pending
    if (head?.kind === 'query') head.next += 1
    answered(state, 'execute')
  },
  E: (state, body) => {
    state.recorder.failed(current(state), parseErrorResponse(body))
    // After an error the server skips everything up to the next Sync, and answers that.
    while (state.pending.length > 0 && state.pending[0]?.kind !== 'sync' && state.pending[0]?.kind !== 'query') state.pending.shift()
  },
  Z: (state) => {
    const end = state.pending.findIndex(({ kind }) => kind === 'sync' || kind === 'query')
    state.pending.splice(0, end === -1 ? state.pending.length : end + 1)
  },
  // COPY in the extended protocol: the server ignores a Sync that was sent along with the Execute.
  G: (state) => {
    if (state.pending[0]?.kind === 'execute') state.pending = state.pending.filter(({ kind }) => kind !== 'sync')
  },
}

const fromServer = byType(serverMessages)

/** Most statements are described again and again in the same words: only new ones are read. */
function describe(entry: Entry | undefined, body: Uint8Array): void {
  if (entry === undefined || (entry.described !== undefined && equalBytes(entry.described, body))) return
  entry.described = Uint8Array.from(body)
  for (const column of parseRowDescription(body)) entry.columns.set(`${column.table}.${column.attnum}`, column)
}

function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false
  return true
}

function current(state: State): Entry | undefined {
  const [head] = state.pending
  if (head?.kind === 'query') return head.entries[head.next]
  return head !== undefined && 'entry' in head ? head.entry : undefined
}

function answered(state: State, kind: Pending['kind']): void {
  if (state.pending[0]?.kind === kind) state.pending.shift()
}
