import { createHash } from 'node:crypto'

/**
 * The name of a clone's database. It carries the run, and digits that prove that we gave it: a database cannot be made
 * and marked in one step, so its name is the mark. PostgreSQL cuts names at 63 bytes; what tells clones apart comes first.
 */
export function cloneName(run: string, number: number, label: string): string {
  const readable = label.toLowerCase().replace(/[^a-z0-9_]/g, '_')
  return `pr_${run}${proofOf(run)}_${number}_${readable}`.slice(0, 63)
}

/** The run that a database is a clone of; undefined where it is none of ours. */
export function runOfClone(database: string): string | undefined {
  const [, run, proof] = /^pr_([0-9a-f]{12})([0-9a-f]{8})_\d+_/.exec(database) ?? []
  return run !== undefined && proof === proofOf(run) ? run : undefined
}

/** The number of the advisory lock that a run holds while it lives. */
export function lockOfRun(run: string): string {
  return BigInt(`0x7072${run}`).toString()
}

function proofOf(run: string): string {
  return createHash('sha256').update(`prod-replica clone ${run}`).digest('hex').slice(0, 8)
}
