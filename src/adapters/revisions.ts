import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fail } from '../errors.ts'
import type { Revision, Revisions, TreeSource } from '../ports/revisions.ts'
import { git } from './git.ts'
import { makeOwnRepository } from './own-repository.ts'

/** git in `folder`, an absolute path. Where git is missing, or `folder` is no checkout, there is no revision. */
export function createRevisions(folder: string): Revisions {
  return {
    current: () => current(folder),
    mergeBase: (ref) => mergeBase(folder, ref),
    files: () => listFiles(folder),
    exportTo: (sha, target) => exportTo(folder, sha, target),
    writeTree: (target, source) => writeTree(folder, target, source),
    makeRepository: (target) => makeRepository(folder, target),
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
  if (!(await unpack([archive], target))) throw fail('change.base_not_exported', { sha })
}

/** All of the work tree, as scripts may look for what is beside their own folder. */
async function writeTree(folder: string, target: string, source: TreeSource): Promise<string> {
  const places = await git(folder, ['rev-parse', '--show-toplevel', '--show-prefix'])
  const [top = folder, prefix = ''] = places?.split('\n') ?? []
  if (source.sha === undefined) await copyTo(top, target, join(top, prefix, relative(folder, source.without)))
  else await exportTo(top, source.sha, target)
  const working = resolve(target, prefix)
  // It may be newer than the revision.
  await mkdir(working, { recursive: true })
  return working
}

async function makeRepository(folder: string, target: string): Promise<void> {
  try {
    await makeOwnRepository(folder, target)
  } catch (error) {
    throw fail('change.checkout_not_copied', {}, error)
  }
}

/** tar passes over files that git knows and that are gone from the working directory. */
async function copyTo(folder: string, target: string, without: string): Promise<void> {
  await mkdir(target, { recursive: true })
  const inside = relative(folder, without)
  const rest = inside === '' || inside.startsWith('..') ? [] : ['--', '.', `:(exclude,literal)${inside}`]
  const list = spawn('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', ...rest], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const options = ['--null', '--no-recursion', '--ignore-failed-read', '--verbatim-files-from', '-T', '-', '-cf', '-']
  const pack = spawn('tar', options, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] })
  list.stdout.pipe(pack.stdin)
  pack.stdin.on('error', () => {})
  if (!(await unpack([list, pack], target))) throw fail('change.checkout_not_copied', {})
}

/** Unpacks what the last of some programs writes. Whether all of them did well. */
async function unpack(sources: readonly ChildProcessByStdio<Writable | null, Readable, null>[], target: string): Promise<boolean> {
  const tar = spawn('tar', ['-xf', '-', '-C', target], { stdio: ['pipe', 'ignore', 'ignore'] })
  sources.at(-1)?.stdout.pipe(tar.stdin)
  tar.stdin.on('error', () => {})
  const codes = await Promise.all([...sources, tar].map((child) => once(child, 'close').then(([code]) => code as number | null)))
  return codes.every((code) => code === 0)
}
