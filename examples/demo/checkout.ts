import { execFile } from 'node:child_process'
import { cp, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Change } from './changes.ts'

const company = fileURLToPath(new URL('../new-vision/', import.meta.url))
const packages = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** A git checkout of the company's pipelines as they are in production: its branch is main. */
export async function makeCheckout(folder: string): Promise<void> {
  await cp(company, folder, { recursive: true, filter: (path) => !['changes', 'node_modules', '.prod-replica'].includes(basename(path)) })
  // In place of `npm ci`: the demo needs no registry once this repository is installed.
  await symlink(packages, join(folder, 'node_modules'), 'junction')
  await git(folder, 'init', '--quiet', '--initial-branch=main')
  await commit(folder, 'The pipelines that run in production')
}

/** Checks out a branch from main that holds the change, as a pull request would. */
export async function checkOutChange(folder: string, change: Change): Promise<void> {
  await git(folder, 'checkout', '--quiet', '-b', change.name, 'main')
  await cp(join(company, 'changes', change.name), folder, { recursive: true })
  await commit(folder, change.subject)
}

async function commit(folder: string, subject: string): Promise<void> {
  await git(folder, 'add', '--all')
  await git(folder, 'commit', '--quiet', '--no-verify', '--message', subject)
}

/** Without the user's own settings: hooks, signing and templates stay out of it. */
async function git(folder: string, ...args: readonly string[]): Promise<void> {
  const settings = ['-c', 'user.name=New Vision', '-c', 'user.email=data-team@newvision.example', '-c', 'commit.gpgsign=false']
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  const env = { ...Object.fromEntries(environment), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  await promisify(execFile)('git', [...settings, ...args], { cwd: folder, env })
}
