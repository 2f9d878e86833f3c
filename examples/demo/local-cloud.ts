import { endOf, startHelper } from './child.ts'
import type { Show } from './show.ts'

/** Share of AWS's own durations that things take: a database that takes ten minutes is up in a second. */
const TIME_SCALE = 0.002

export interface LocalCloud {
  endpoint: string
  /** What points an AWS client at it. */
  environment: Record<string, string>
  /** Stops it and its databases. */
  stop(): Promise<void>
}

/** Starts `prod-replica local` on a folder, with further options if need be, and resolves when it answers. */
export async function startLocalCloud(folder: string, show: Show, options: readonly string[] = []): Promise<LocalCloud> {
  let ready: (line: string) => void
  const firstLine = new Promise<string>((resolve) => {
    ready = resolve
  })
  let stopping = false
  const child = startHelper({
    args: ['local', '--folder', folder, '--time-scale', String(TIME_SCALE), '--json', ...options],
    folder,
    environment: {},
    onStdout: (line) => ready(line),
    onStderr: (line) => {
      if (!stopping) show.progress(line)
    },
  })
  const end = endOf(child)
  const early = end.then((code) => Promise.reject(new Error(`the local cloud ended with exit code ${code}; its message is above`)))
  const stop = async (): Promise<void> => {
    stopping = true
    child.kill('SIGTERM')
    await end
  }
  try {
    const { endpoint, environment } = JSON.parse(await Promise.race([firstLine, early]))
    return { endpoint, environment, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
