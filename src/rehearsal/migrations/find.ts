import { join } from 'node:path'
import { fail } from '../../errors.ts'
import type { Spec } from '../../spec/types.ts'
import type { Code } from '../base.ts'
import type { IntegratePorts } from '../ports.ts'
import type { Verdict } from '../types.ts'
import { inNaturalOrder, isRepeatable, leadsBack } from './order.ts'
import { type MigrationFile, parseMigration } from './parse.ts'

/**
 * The migrations that the base revision does not have: production has the others. Files of one store are in the order
 * of its patterns, then in their natural order. Throws `change.no_migrations` for a pattern that names no file.
 */
export async function findMigrations(
  spec: Spec,
  code: Code,
  ports: IntegratePorts,
): Promise<{ files: MigrationFile[]; notTested: Verdict['notTested'] }> {
  const files: MigrationFile[] = []
  const notTested: { what: string; why: string }[] = []
  for (const [store, patterns] of Object.entries(spec.change.migrations)) {
    for (const file of await matching(store, patterns, ports)) {
      const text = (await ports.files.readText(join(code.candidate, file))) ?? ''
      const old = await inBase(file, code, ports)
      if (old === undefined || (old !== text && isRepeatable(file))) files.push(await readMigration(store, file, text, code, ports))
      else if (old !== text)
        notTested.push({ what: file, why: 'it is edited, but production has applied it as it was: it is not applied again' })
    }
  }
  return { files, notTested }
}

async function readMigration(store: string, file: string, text: string, code: Code, ports: IntegratePorts): Promise<MigrationFile> {
  const migration = parseMigration(store, file, text)
  // Flyway keeps what it is told about one file in a file beside it.
  const settings = await ports.files.readText(join(code.candidate, `${file}.conf`))
  return /^\s*executeInTransaction\s*=\s*false\b/m.test(settings ?? '') ? { ...migration, inTransaction: false } : migration
}

async function matching(store: string, patterns: readonly string[], ports: IntegratePorts): Promise<string[]> {
  const found = await Promise.all(patterns.map((pattern) => ports.files.glob(pattern, ports.folder)))
  const files = [...new Set(found.flatMap(inNaturalOrder))].filter((file) => !leadsBack(file))
  if (files.length === 0 && patterns.length > 0) throw fail('change.no_migrations', { store, patterns })
  return files
}

async function inBase(file: string, code: Code, ports: IntegratePorts): Promise<string | undefined> {
  return code.baseline === code.candidate ? undefined : await ports.files.readText(join(code.baseline, file))
}
