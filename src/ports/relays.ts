/** TCP relays on loopback that see, without holding anything up, what passes between a PostgreSQL client and its server. */
export interface Relays {
  /** Listens on `listen` (a free port of 127.0.0.1 by default) and joins each client to a session of its own on `target`. */
  open(target: RelayTarget, observe: () => RelayObserver, listen?: { host: string; port: number }): Promise<RelayHandle>
}

/** The server, and who the relay is there, whoever the client says it is. */
export interface RelayTarget {
  host: string
  port: number
  user: string
  password: string
  tls: 'disable' | 'require'
}

/** Watches one connection. It may not keep the chunks: they are reused. */
export interface RelayObserver {
  /** Bytes that the client sends before its session begins: what to do about them. */
  opening(chunk: Uint8Array): OpeningStep
  /** Bytes of the session. They are on their way already. */
  fromClient(chunk: Uint8Array): void
  fromServer(chunk: Uint8Array): void
  /** The client gave up before its session began: it does not trust the relay's certificate. */
  distrusted(): void
}

export type OpeningStep =
  /** Send `reply`, if any, and wait for more. */
  | { next: 'wait'; reply?: Uint8Array }
  /** Send `reply`, if any, and go on encrypted; `rest` is the beginning of the client's TLS. */
  | { next: 'encrypt'; reply?: Uint8Array; rest: Uint8Array }
  /** Send `packet` to the server on a connection of its own: it asks to cancel what another one does. */
  | { next: 'cancel'; packet: Uint8Array }
  /** Begin the session with `packet`; `rest` is what the client sent behind it. */
  | { next: 'begin'; packet: Uint8Array; rest: Uint8Array }

export interface RelayHandle {
  readonly port: number
  /** Ends all connections and stops listening. */
  close(): Promise<void>
}
