import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { git, gitWithin } from './git.ts'

/**
 * Makes `folder`, in which a work tree was written, a repository of its own: the commit and the tags of `checkout`, whose objects
 * it reads where they are, and nothing else of it, neither branches nor remotes, hooks or settings. For git its files are those of
 * that commit, whatever they are, so that what scripts record of it is the same everywhere. Nothing where `checkout` is none.
 */
export async function makeOwnRepository(checkout: string, folder: string): Promise<void> {
  const known = await git(checkout, ['rev-parse', 'HEAD', '--git-path', 'objects', '--git-path', 'shallow'])
  const [sha, objects, shallow] = known?.split('\n') ?? []
  if (sha === undefined || objects === undefined || shallow === undefined) return
  const format = sha.length === 64 ? ['--object-format=sha256'] : []
  await gitWithin(folder, ['init', '-q', '--template=', ...format])
  await mkdir(`${folder}/.git/info`, { recursive: true })
  await writeFile(`${folder}/.git/objects/info/alternates`, `${resolve(checkout, objects)}\n`)
  // Where the history of a shallow clone ends; others have no such file.
  await copyFile(resolve(checkout, shallow), `${folder}/.git/shallow`).catch(() => {})
  const tags = await git(checkout, ['for-each-ref', '--format=create %(refname) %(objectname)', 'refs/tags'])
  await gitWithin(folder, ['update-ref', '--stdin'], `option no-deref\nupdate HEAD ${sha}\n${tags ? `${tags}\n` : ''}`)
  await gitWithin(folder, ['read-tree', 'HEAD'])
  await passOverDifferences(folder)
}

/** Files that differ from the commit's count as unchanged, those that it does not have as ignored. */
async function passOverDifferences(folder: string): Promise<void> {
  const status = await gitWithin(folder, ['status', '--porcelain', '-z', '-uall', '--no-renames', '--ignore-submodules=all'])
  const entries = status.split('\0').filter((entry) => entry !== '')
  const others = entries.filter((entry) => entry.startsWith('?? ')).map((entry) => entry.slice(3))
  const changed = entries.filter((entry) => !entry.startsWith('?? ')).map((entry) => entry.slice(3))
  await writeFile(`${folder}/.git/info/exclude`, others.map((path) => `${patternOf(path)}\n`).join(''))
  await gitWithin(folder, ['update-index', '--assume-unchanged', '-z', '--stdin'], changed.map((path) => `${path}\0`).join(''))
}

/** A pattern that a path alone matches; one line, whatever the path has in it. */
function patternOf(path: string): string {
  return `/${path.replace(/[\\*?[\] ]/g, '\\$&').replace(/[\r\n]/g, '?')}`
}
