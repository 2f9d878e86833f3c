import type { DatabaseTarget } from '../../ports/databases.ts'
import type { RelayObserver, Relays } from '../../ports/relays.ts'
import type { Store } from '../types.ts'
import { captureFromClient, captureFromServer, createConversation } from './conversation.ts'
import { createFraming } from './framing.ts'
import { createRecording, type Recorder, type Recording } from './recording.ts'
import { createStartup } from './startup.ts'

/** A recorder between one run of a pipeline and one store (or clone). */
export interface OpenRecorder {
  store: Store
  /** Where the pipeline connects: loopback, no TLS, the store's own user and password. */
  target: DatabaseTarget
  recording: Recording
  /** The first text of each statement, literals included. In memory only, until `close`. */
  samples: Recorder['samples']
  /** Ends every connection that goes through it, and forgets the samples. */
  close(): Promise<void>
}

/** Opens a recorder before `clone`. Every connection through it reaches that database, whichever it asks for; the
 * pipeline is told `database`, the name that it knows from production. */
export async function openRecorder(clone: Store, database: string, ports: { relays: Relays }): Promise<OpenRecorder> {
  const recorder = createRecording()
  const { host, port, tls } = clone.target
  const relay = await ports.relays.open({ host, port, tls }, () => observe(recorder, clone.target.database))
  return {
    store: clone,
    target: { ...clone.target, host: '127.0.0.1', port: relay.port, tls: 'disable', database },
    recording: recorder.recording,
    samples: recorder.samples,
    async close() {
      recorder.forget()
      await relay.close()
    },
  }
}

function observe(recorder: Recorder, database: string): RelayObserver {
  const conversation = createConversation(recorder)
  const fromClient = createFraming(captureFromClient, conversation.fromClient)
  const fromServer = createFraming(captureFromServer, conversation.fromServer)
  let startup: ReturnType<typeof createStartup> | undefined = createStartup(database)
  return {
    fromClient(chunk) {
      if (startup === undefined) {
        fromClient(chunk)
        return { forward: chunk }
      }
      const step = startup(chunk)
      if (step.rest === undefined) return step
      startup = undefined
      fromClient(step.rest)
      return { ...step, forward: joinBytes(step.forward, step.rest) }
    },
    fromServer,
    closed() {},
  }
}

function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (second.length === 0) return first
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}
