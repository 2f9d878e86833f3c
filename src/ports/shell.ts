/** Starts other programs. */
export interface Shell {
  /** Runs one command to its end. It never throws for an exit code: that is in the result. */
  run(request: ShellRequest): Promise<ShellResult>
}

export interface ShellRequest {
  /** A line for `/bin/sh -c`, or a program and its arguments, which no shell reads. */
  command: string | readonly [program: string, ...args: string[]]
  /** Working directory, absolute. */
  folder: string
  /** The whole environment of the command; nothing is inherited beside it, and only a mark of its own is added. */
  environment: Readonly<Record<string, string>>
  /** After so many milliseconds the command's whole process group is ended. */
  timeoutMs?: number
  /** Ends the command's whole process group. */
  signal?: AbortSignal
  /** Sees output as it comes. */
  onOutput?: (text: string) => void
}

export interface ShellResult {
  /** Null when a signal ended the command. */
  exitCode: number | null
  timedOut: boolean
  /** Standard output and standard error, in the order in which they came; the middle is cut above 1 MiB. */
  output: string
  durationMs: number
  /** Names of programs that had left the process group (a daemon, `setsid`) and were ended after the command. */
  leftBehind?: readonly string[]
}
