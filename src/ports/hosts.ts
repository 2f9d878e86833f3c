/** Systems Manager, as far as it commands the replica's hosts. */
export interface Hosts {
  /** What Systems Manager knows of a host; undefined before its agent has ever called. */
  find(host: HostAddress): Promise<FoundHost | undefined>
  /**
   * Runs one shell script to its end. It never throws for what becomes of the script: that is in the result. When `signal` is
   * aborted the command is cancelled, and the signal's reason thrown. Throws `cloud.*`.
   */
  run(instanceId: string, request: HostRequest): Promise<HostResult>
}

/** An instance by its id, or the one instance of an Auto Scaling group by the group's name. */
export interface HostAddress {
  kind: 'instance' | 'group'
  id: string
}

export interface FoundHost {
  instanceId: string
  /** The agent has called within the last minutes. */
  isOnline: boolean
}

export interface HostRequest {
  /** For /bin/sh, line by line. Systems Manager keeps it for 30 days: it may hold no secret. */
  script: string
  /** Working directory on the host, absolute. */
  folder?: string
  /** After so many milliseconds the host ends the script; whole seconds, rounded up. */
  timeoutMs: number
  /** Shown beside the command in the console, at most 100 characters. */
  comment?: string
  signal?: AbortSignal
}

export interface HostResult {
  /** `undelivered`: the agent did not take the command. */
  status: 'succeeded' | 'failed' | 'timed-out' | 'cancelled' | 'undelivered'
  /** Null where the script did not end by itself. */
  exitCode: number | null
  /** The first 24,000 characters of each. */
  output: string
  errors: string
  isCut: boolean
}
