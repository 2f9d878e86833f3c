import { createHash } from 'node:crypto'
import { appendFile, chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../../errors.ts'
import { giveTo } from './account.ts'
import { pickTrouble } from './failure.ts'
import type { Installation } from './installation.ts'
import { runProgram } from './run-program.ts'
import { hostRules, settings } from './settings.ts'

/** The internal superuser of every server, as on RDS. */
export const superuser = 'rdsadmin'

/**
 * A folder with `data`, an initialised data folder that no server has used yet, and `superuser`, its superuser's
 * password. Made once for a user and version: initdb takes a second, a copy of its result a tenth of that.
 * Throws `local.postgres_failed`.
 */
export async function openTemplate(installation: Installation, password: string): Promise<string> {
  const content = createHash('sha256').update(settings + hostRules + JSON.stringify(initdbArguments) + installation.account?.uid)
  const folder = join(installation.safeFolder, `template-${installation.version}-${content.digest('hex').slice(0, 12)}`)
  const ready = await readFile(join(folder, 'superuser')).catch(() => undefined)
  if (ready !== undefined) return folder
  const fresh = await mkdtemp(join(installation.safeFolder, 'template-'))
  await makeTemplate(installation, fresh, password)
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true, force: true }))
  return folder
}

const initdbArguments = [
  `--username=${superuser}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--wal-segsize=4',
  '--no-sync',
  '--no-instructions',
]

async function makeTemplate(installation: Installation, folder: string, password: string): Promise<void> {
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'initial')
  await chmod(folder, 0o711)
  await mkdir(data, { mode: 0o700 })
  await giveTo(installation.account, data)
  await writeFile(passwordFile, password, { mode: 0o600 })
  await giveTo(installation.account, passwordFile)
  const result = await runProgram(
    installation.initdb,
    [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...initdbArguments],
    installation.account,
  )
  await rm(passwordFile)
  if (result.exitCode !== 0) {
    await rm(folder, { recursive: true, force: true })
    throw fail('local.postgres_failed', { server: 'the local cloud', reason: pickTrouble(result.output) })
  }
  await appendFile(join(data, 'postgresql.conf'), settings)
  await writeFile(join(data, 'pg_hba.conf'), hostRules)
  await writeFile(join(folder, 'superuser'), password, { mode: 0o600 })
}
