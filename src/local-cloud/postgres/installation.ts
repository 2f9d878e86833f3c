import { lstat, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fail } from '../../errors.ts'
import type { Account } from './account.ts'
import { chooseAccount } from './account.ts'
import { copyTree } from './copy-tree.ts'
import { pickTrouble } from './failure.ts'
import type { PostgresPackage } from './locate.ts'
import { locatePostgres } from './locate.ts'
import { runProgram } from './run-program.ts'
import { isSafe, openSafeFolder } from './safe-folder.ts'

/** PostgreSQL programs that `account` can run. */
export interface Installation {
  initdb: string
  postgres: string
  version: string
  account: Account | undefined
  /** Our own folder in the temporary directory, for what is kept between runs. */
  safeFolder: string
}

/** Finds PostgreSQL and makes it runnable. Throws `local.postgres_missing`, `local.postgres_failed`. */
export async function openInstallation(): Promise<Installation> {
  const found = locatePostgres()
  const account = await chooseAccount()
  const safeFolder = await openSafeFolder()
  await repairLinks(found.native)
  const native = (await isRunnable(found.native, account)) ? found.native : await copyInstallation(found, safeFolder)
  const check = await tryRun(native, account)
  if (check.exitCode !== 0) throw fail('local.postgres_failed', { server: 'the local cloud', reason: pickTrouble(check.output) })
  return { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres'), version: found.version, account, safeFolder }
}

/** npm packs no symbolic links: the package lists them, and its install script, which may be switched off, makes them. */
async function repairLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const inside = join(dirname(native), target)
    if (dirname(source) !== dirname(target) || !inside.startsWith(native)) continue
    await symlink(basename(source), inside).catch(() => {})
  }
}

async function isRunnable(native: string, account: Account | undefined): Promise<boolean> {
  return (await tryRun(native, account)).exitCode === 0
}

function tryRun(native: string, account: Account | undefined) {
  return runProgram(join(native, 'bin/postgres'), ['--version'], account)
}

/** A checkout under /root, or links that could not be made in place: the programs move to a folder open to the account. */
async function copyInstallation(found: PostgresPackage, safeFolder: string): Promise<string> {
  const copy = join(safeFolder, `postgres-${found.version}`)
  const uid = process.getuid?.() ?? 0
  if ((await isSafe(copy, uid)) && (await sizesOf(found.native)) === (await sizesOf(copy))) return copy
  const fresh = await mkdtemp(join(safeFolder, 'copy-'))
  await copyTree(found.native, join(fresh, 'native'), { folderMode: 0o755 })
  await repairLinks(join(fresh, 'native'))
  await rm(copy, { recursive: true, force: true })
  await rename(join(fresh, 'native'), copy).catch(async (error) => {
    // Another process was faster: its copy is as good.
    if ((await sizesOf(found.native)) !== (await sizesOf(copy))) throw error
  })
  await rm(fresh, { recursive: true, force: true })
  return copy
}

/** Names and sizes of every file, as one text to compare; links are left out, for they may have been missing. */
async function sizesOf(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const facts = await Promise.all(names.sort().map(async (name) => ({ name, facts: await lstat(join(folder, name)) })))
  return facts
    .filter(({ facts }) => facts.isFile())
    .map(({ name, facts }) => `${name} ${facts.size}`)
    .join('\n')
}
