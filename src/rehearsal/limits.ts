/** How much of one rehearsal goes on at a time. */
export interface Limits {
  /** Commands, on this machine. */
  commands: number
  /** Connected parts of the graph, each of which has clones of its own of every store. */
  parts: number
  /** Clones that are being made. */
  clones: number
  /** How many rehearsals share the stores' servers. */
  shards: number
}

/** Commands at a time, where nobody says how many. */
export const usualCommands = 4

/**
 * Pure: `commands` is what this machine takes. Servers are shared: of `shards` that work at the same time, each makes one
 * clone at a time and runs one part, unless more commands are asked for than the sides of one part take.
 */
export function chooseLimits(commands: number = usualCommands, shards = 1): Limits {
  if (shards === 1) return { commands, parts: Math.max(1, Math.floor(commands / 2)), clones: 2, shards }
  return { commands, parts: Math.max(1, Math.floor(commands / usualCommands)), clones: 1, shards }
}
