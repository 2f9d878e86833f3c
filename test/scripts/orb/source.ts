import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const commandNames = ['preflight', 'reap', 'provision-replica', 'run-integration', 'notify', 'teardown', 'rehearse'] as const

const whole: Record<string, string> = {
  '@orb.yml': 'version: 2.1\ndescription: an orb',
  'commands/stamp.yml': 'description: d\nsteps:\n  - run: {name: REPLACE_HELPER_VERSION, command: REPLACE_HELPER_SHA256}\n',
}

/** Calls `use` with an orb's source folder that is right but for these files, and removes it. */
export function withSource<Result>(files: Readonly<Record<string, string>>, use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'prod-replica-orb-'))
  try {
    for (const [name, text] of Object.entries({ ...whole, ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
