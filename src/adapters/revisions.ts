import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { fail } from '../errors.ts'
import type { Revision, Revisions } from '../ports/revisions.ts'

const execute = promisify(execFile)

/** git in `folder`, an absolute path. Where git is missing, or `folder` is no checkout, there is no revision. */
export function createRevisions(folder: string): Revisions {
  return {
    current: () => current(folder),
    mergeBase: (ref) => mergeBase(folder, ref),
    files: () => listFiles(folder),
    exportTo: (sha, target) => exportTo(folder, sha, target),
  }
}

async function current(folder: string): Promise<Revision | undefined> {
  const line = await git(folder, ['log', '-1', '--format=%H%x09%s'])
  if (line === undefined) return undefined
  const [sha = '', subject = ''] = line.split('\t')
  const branch = await git(folder, ['symbolic-ref', '--short', '-q', 'HEAD'])
  return { sha, subject, ...(branch === undefined || branch === '' ? {} : { branch }) }
}

/** CI checkouts often have the base only as a remote branch: that one is preferred, being what a merge will meet. */
async function mergeBase(folder: string, ref: string): Promise<string | undefined> {
  for (const candidate of [`refs/remotes/origin/${ref}`, ref]) {
    const sha = await git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${candidate}^{commit}`])
    if (sha === undefined || sha === '') continue
    const base = await git(folder, ['merge-base', sha, 'HEAD'])
    if (base !== undefined && base !== '') return base
  }
  return undefined
}

async function listFiles(folder: string): Promise<string[] | undefined> {
  const tracked = await git(folder, ['ls-files', '-z', '--cached', '--recurse-submodules'])
  const others = await git(folder, ['ls-files', '-z', '--others', '--exclude-standard'])
  if (tracked === undefined || others === undefined) return undefined
  return [...new Set([...tracked.split('\0'), ...others.split('\0')])].filter((path) => path !== '').sort()
}

async function exportTo(folder: string, sha: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true })
  // Run in a subfolder, git archives that folder alone.
  const archive = spawn('git', ['archive', '--format=tar', sha], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
  const unpack = spawn('tar', ['-xf', '-', '-C', target], { stdio: ['pipe', 'ignore', 'ignore'] })
  archive.stdout.pipe(unpack.stdin)
  unpack.stdin.on('error', () => {})
  const codes = await Promise.all([archive, unpack].map((child) => once(child, 'close').then(([code]) => code as number | null)))
  if (codes.some((code) => code !== 0)) throw fail('change.base_not_exported', { sha })
}

async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await execute('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
    return stdout.trim()
  } catch {
    return undefined
  }
}
