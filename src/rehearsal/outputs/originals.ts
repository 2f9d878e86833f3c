import { join, resolve } from 'node:path'
import type { IntegratePorts } from '../ports.ts'
import type { FoundFiles } from './collect.ts'

/** Files that were there before the rehearsal: where each belongs, and where it is kept meanwhile. */
export type Held = ReadonlyMap<string, { place: string; copy: string }>

type OriginalsPorts = Pick<IntegratePorts, 'files' | 'folder' | 'results' | 'emit'>

/** What keeps the team's own files out of the way while a rehearsal runs. */
export interface Originals {
  /** Puts back those of an earlier run that was killed; what is in their places is set aside, not lost. */
  recover(): Promise<void>
  /** Takes them away. */
  keep(found: FoundFiles): Promise<Held>
  /** Puts them back. */
  restore(): Promise<void>
}

/**
 * The originals of a results folder. All are copied before a list of them is written, and only then removed; the list goes
 * last of all, so that at every moment each is in its place or on the list.
 */
export function originalsIn({ files, folder, results, emit }: OriginalsPorts): Originals {
  const home = join(resolve(folder, results), 'originals')
  const list = join(home, 'list.json')
  const putBack = async (asideIn?: string): Promise<void> => {
    for (const { place, copy } of parse(await files.readText(list))) {
      if (asideIn !== undefined && (await files.exists(place))) await files.copy(place, join(asideIn, place))
      await files.copy(copy, place)
    }
    await files.remove(list)
    await files.remove(home)
  }
  return {
    async recover() {
      const aside = join(resolve(folder, results), 'in-the-way')
      const left = parse(await files.readText(list))
      if (left.length === 0) return
      await putBack(aside)
      emit('files.restored', { files: left.map(({ place }) => place), aside })
    },
    async keep(found) {
      const held = new Map([...found.values()].map(({ name, path }) => [name, { place: path, copy: join(home, 'files', name) }]))
      for (const { place, copy } of held.values()) await files.copy(place, copy)
      if (held.size > 0) await files.write(list, JSON.stringify([...held.values()]))
      for (const { place } of held.values()) await files.remove(place)
      return held
    },
    restore: () => putBack(),
  }
}

/** Nothing where there is no list, or none of ours. */
function parse(text: string | undefined): { place: string; copy: string }[] {
  if (text === undefined) return []
  try {
    return (JSON.parse(text) as { place: string; copy: string }[]).filter(
      ({ place, copy }) => typeof place === 'string' && typeof copy === 'string',
    )
  } catch {
    return []
  }
}
