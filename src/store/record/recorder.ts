import type { DatabaseTarget } from '../../ports/databases.ts'
import type { RelayObserver, Relays } from '../../ports/relays.ts'
import type { Store } from '../types.ts'
import { captureFromClient, captureFromServer, createConversation } from './conversation.ts'
import { createFraming } from './framing.ts'
import { createRecording, type Recorder, type Recording } from './recording.ts'
import { createStartup, type Redirection } from './startup.ts'

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

/**
 * Opens a recorder before `clone`, on a free port of loopback or at `listen`. Every connection through it reaches that database
 * as the store's own user, whichever it asks for and whoever it says it is; the pipeline is told `database`, the name that it
 * knows from production.
 */
export async function openRecorder(
  clone: Store,
  database: string,
  ports: { relays: Relays },
  listen?: { host: string; port: number },
): Promise<OpenRecorder> {
  const recorder = createRecording()
  const { user } = clone.target
  const relay = await ports.relays.open(clone.target, () => observe(recorder, { user, database: clone.target.database }), listen)
  return {
    store: clone,
    target: { ...clone.target, host: listen?.host ?? '127.0.0.1', port: relay.port, tls: 'disable', database },
    recording: recorder.recording,
    samples: recorder.samples,
    async close() {
      recorder.forget()
      await relay.close()
    },
  }
}

function observe(recorder: Recorder, redirection: Redirection): RelayObserver {
  const conversation = createConversation(recorder)
  return {
    opening: createStartup(redirection),
    fromClient: createFraming(captureFromClient, conversation.fromClient),
    fromServer: createFraming(captureFromServer, conversation.fromServer),
    distrusted: () => recorder.failed(undefined, distrust),
  }
}

const distrust = {
  sqlState: '08006',
  message: "the client does not trust the recorder's certificate: it asks for verify-ca or verify-full, which a replica cannot satisfy",
}
