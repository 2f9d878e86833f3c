import type { Store } from '../types.ts'

/** How a database is copied. */
export interface Way {
  strategy: 'default' | 'file_copy'
  /** Of PostgreSQL 18: blocks shared with the original where the file system can, or copied. */
  method?: 'clone' | 'copy'
}

/** What was learned of the servers of one run. */
export interface Means {
  choose(store: Store, bytes: number): Way
  /** It took so long; undefined where the server cannot. */
  learn(store: Store, way: Way, milliseconds: number | undefined): void
}

/** Copying whole files forces a checkpoint, which only pays for more than a little data. */
const fileCopyBytes = 64 * 1024 * 1024

/**
 * Small databases go through the log, larger ones as files (before PostgreSQL 15 there is no choice). From 18 on the
 * first shares blocks and the second copies, and the rest is made in the way that was quicker: which one is depends on
 * a file system that nobody can ask for.
 */
export function createMeans(): Means {
  const learned = new Map<string, Map<string, number>>()
  const timesOf = (store: Store): Map<string, number> => {
    const key = `${store.target.host}:${store.target.port}`
    const times = learned.get(key) ?? new Map<string, number>()
    learned.set(key, times)
    return times
  }
  return {
    choose(store, bytes) {
      if (store.serverVersion < 15 || bytes <= fileCopyBytes) return { strategy: 'default' }
      if (store.serverVersion < 18) return { strategy: 'file_copy' }
      const [clone, copy] = [timesOf(store).get('clone'), timesOf(store).get('copy')]
      if (clone === undefined) return { strategy: 'file_copy', method: 'clone' }
      if (clone === Number.POSITIVE_INFINITY || (copy ?? 0) <= clone) return { strategy: 'file_copy', method: 'copy' }
      return { strategy: 'file_copy', method: 'clone' }
    },
    learn(store, { method }, milliseconds) {
      if (method !== undefined) timesOf(store).set(method, milliseconds ?? Number.POSITIVE_INFINITY)
    },
  }
}
