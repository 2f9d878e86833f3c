import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A git checkout in a temporary folder. */
export interface Checkout {
  folder: string
  write(files: Readonly<Record<string, string>>): void
  commit(message: string): void
  branch(name: string): void
  remove(): void
}

/** A checkout on branch main with these files committed, in which scripts find our node_modules. */
export function makeCheckout(files: Readonly<Record<string, string>>): Checkout {
  const folder = mkdtempSync(join(tmpdir(), 'prod-replica-checkout-'))
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=A Pupil', '-c', 'user.email=pupil@example.org', ...args], { cwd: folder, stdio: 'ignore' })
  }
  const checkout: Checkout = {
    folder,
    write(more) {
      for (const [path, text] of Object.entries(more)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
    },
    commit(message) {
      git('add', '-A')
      git('commit', '-q', '-m', message)
    },
    branch: (name) => git('checkout', '-q', '-b', name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'))
  checkout.write({ '.gitignore': 'node_modules\n.prod-replica\n', ...files })
  git('init', '-q', '-b', 'main')
  checkout.commit('Start')
  return checkout
}
