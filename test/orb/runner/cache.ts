import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { copyIfThere } from './storage.ts'

/** Where a job's paths and its caches' keys take their values from. */
export interface CachePlace {
  /** Folder of the project's caches. */
  caches: string
  checkout: string
  environment: Readonly<Record<string, string>>
}

/** Keeps paths below a key. A key that is there stays as it is: caches are immutable. */
export async function saveCache(keyTemplate: string, paths: readonly string[], place: CachePlace): Promise<void> {
  const folder = join(place.caches, encodeURIComponent(await fillKey(keyTemplate, place)))
  if ((await stat(folder).catch(() => undefined)) !== undefined) return
  const part = `${folder}.part`
  await mkdir(part, { recursive: true })
  for (const path of paths) await copyIfThere(locate(path, place), join(part, encodeURIComponent(path)))
  await rename(part, folder)
}

/** Brings back the first key that is there, exactly or as the start of one; among several the newest. */
export async function restoreCache(keyTemplates: readonly string[], place: CachePlace): Promise<string | undefined> {
  const there = await newestFirst(place.caches)
  for (const template of keyTemplates) {
    const key = encodeURIComponent(await fillKey(template, place))
    const found = there.find((name) => name === key) ?? there.find((name) => name.startsWith(key))
    if (found === undefined) continue
    for (const path of await readdir(join(place.caches, found))) {
      await copyIfThere(join(place.caches, found, path), locate(decodeURIComponent(path), place))
    }
    return decodeURIComponent(found)
  }
  return undefined
}

async function newestFirst(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => !name.endsWith('.part'))
  const dated = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })))
  return dated.sort((a, b) => b.at - a.at).map(({ name }) => name)
}

function locate(path: string, { checkout, environment }: CachePlace): string {
  const home = environment.HOME ?? ''
  if (path.startsWith('~/')) return join(home, path.slice(2))
  if (isAbsolute(path) && relative(home, path).startsWith('..'))
    throw new Error(`a cache of this runner lies in the home or the checkout: ${path}`)
  return isAbsolute(path) ? path : join(checkout, path)
}

/** Fills `{{ .Branch }}`, `{{ .Revision }}`, `{{ .Environment.X }}` and `{{ checksum "file" }}`. */
async function fillKey(template: string, place: CachePlace): Promise<string> {
  const parts = template.split(/\{\{\s*(.*?)\s*\}\}/)
  const filled = await Promise.all(parts.map((part, index) => (index % 2 === 0 ? part : keyPart(part, place))))
  return filled.join('')
}

async function keyPart(name: string, { checkout, environment }: CachePlace): Promise<string> {
  const file = /^checksum "(.+)"$/.exec(name)?.[1]
  if (file !== undefined)
    return createHash('sha256')
      .update(await readFile(join(checkout, file)))
      .digest('base64')
  const variable = /^\.Environment\.(\w+)$/.exec(name)?.[1]
  if (variable !== undefined) return environment[variable] ?? ''
  if (name === '.Branch') return environment.CIRCLE_BRANCH ?? ''
  if (name === '.Revision') return environment.CIRCLE_SHA1 ?? ''
  throw new Error(`a cache's key cannot name ${name}`)
}
