/** A TCP relay on loopback that lets us see, and answer, what passes. */
export interface Relays {
  /** Listens on a free port of 127.0.0.1 and joins each connection to `target`. */
  open(target: { host: string; port: number; tls: 'disable' | 'require' }, observe: () => RelayObserver): Promise<RelayHandle>
}

/** Watches one connection. It may not keep the chunks: they are reused. */
export interface RelayObserver {
  /**
   * Bytes from the client. Returns what to pass on to the server, and, where the observer answers by itself (an
   * SSLRequest), what to send back to the client.
   */
  fromClient(chunk: Uint8Array): { forward: Uint8Array; reply?: Uint8Array }
  /** Bytes from the server, all of which are passed on to the client. */
  fromServer(chunk: Uint8Array): void
  closed(): void
}

export interface RelayHandle {
  readonly port: number
  /** Ends all connections and stops listening. */
  close(): Promise<void>
}
