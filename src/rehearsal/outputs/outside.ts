import { join, resolve } from 'node:path'
import type { PipelineSpec } from '../../spec/types.ts'
import type { IntegratePorts } from '../ports.ts'
import type { Side } from '../run-side.ts'
import type { WorkingFolders } from '../working-folders.ts'
import { type FoundFile, type FoundFiles, findIn, findOutside, writtenSince } from './collect.ts'
import { type Held, originalsIn } from './originals.ts'

/**
 * The files that all sides would write to the same place: those of absolute patterns, and where the sides share the
 * checkout, those in it too. One side at a time finds there what that side left, and takes its files away again.
 */
export interface SharedFiles {
  /** Whether pipelines of this part must run one side after the other. */
  concern(part: readonly PipelineSpec[]): boolean
  /** Runs one side with its own files in place; gives what it wrote. */
  during<Result>(side: Side['name'], work: () => Promise<Result>): Promise<{ result: Result; written: FoundFiles }>
  /** Puts back what was there before the rehearsal. */
  restore(): Promise<void>
}

/** Takes away what is in the pipelines' shared places, to put it back at the end. Every side begins with it. */
export async function shareFiles(pipelines: readonly PipelineSpec[], folders: WorkingFolders, ports: IntegratePorts): Promise<SharedFiles> {
  const { files, folder } = ports
  const patterns = pipelines.flatMap(({ outputs = [] }) => outputs)
  const stash = (side: string): string => join(resolve(folder, ports.results), 'sides', 'outside', side)
  const find = async (): Promise<FoundFiles> => {
    const inside = folders.apart ? new Map<string, FoundFile>() : await findIn(folder, patterns, files)
    return new Map([...inside, ...(await findOutside(patterns, files))])
  }
  const take = async (side: string, found: FoundFiles): Promise<Held> => {
    const held = new Map<string, { place: string; copy: string }>()
    await files.remove(stash(side))
    for (const { name, path } of found.values()) {
      const copy = join(stash(side), name)
      await files.copy(path, copy)
      await files.remove(path)
      held.set(name, { place: path, copy })
    }
    return held
  }
  const put = async (held: Held): Promise<void> => {
    for (const { place, copy } of held.values()) await files.copy(copy, place)
  }
  const originals = originalsIn(ports)
  await originals.recover()
  const original = await originals.keep(await find())
  const held = new Map<string, Held>()
  return {
    concern: (part) => part.some(({ outputs = [] }) => outputs.some((pattern) => !folders.apart || pattern.startsWith('/'))),
    async during(side, work) {
      await put(held.get(side) ?? original)
      const before = await find()
      try {
        const result = await work()
        const after = await find()
        const kept = await take(side, after)
        held.set(side, kept)
        const written = [...writtenSince(before, after)].map(
          ([name, file]) => [name, { ...file, path: kept.get(name)?.copy ?? file.path }] as const,
        )
        return { result, written: new Map(written) }
      } finally {
        await take('left', await find())
      }
    },
    async restore() {
      await take('left', await find())
      await originals.restore()
    },
  }
}
