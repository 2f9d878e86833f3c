import { join } from 'node:path'
import { fail } from '../errors.ts'
import type { Spec } from '../spec/types.ts'
import { leadingWords, type Statement, splitStatements } from '../store/sql/statements.ts'
import type { Code } from './base.ts'
import type { IntegratePorts } from './ports.ts'
import type { Verdict } from './types.ts'

/** One SQL file that the change adds. */
export interface MigrationFile {
  store: string
  /** Relative to the checkout. */
  file: string
  statements: readonly Statement[]
  /** Whether the file runs in one transaction; not where it begins its own or holds what no transaction may hold. */
  inTransaction: boolean
}

/**
 * The migrations that the base revision does not have: production has the others. Files of one store are in the order
 * of its patterns, then by name. Throws `change.no_migrations` for a pattern that names no file.
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
      if (old === undefined) files.push(parseMigration(store, file, text))
      else if (old !== text)
        notTested.push({ what: file, why: 'it is edited, but production has applied it as it was: it is not applied again' })
    }
  }
  return { files, notTested }
}

/** Pure: one migration's statements and the way it asks to be run. */
export function parseMigration(store: string, file: string, text: string): MigrationFile {
  const statements = splitStatements(text)
  return { store, file, statements, inTransaction: !statements.some(({ text }) => standsAlone(text)) }
}

async function matching(store: string, patterns: readonly string[], ports: IntegratePorts): Promise<string[]> {
  const found = await Promise.all(patterns.map((pattern) => ports.files.glob(pattern, ports.folder)))
  const files = [...new Set(found.flat())]
  if (files.length === 0 && patterns.length > 0) throw fail('change.no_migrations', { store, patterns })
  return files
}

async function inBase(file: string, code: Code, ports: IntegratePorts): Promise<string | undefined> {
  return code.baseline === code.candidate ? undefined : await ports.files.readText(join(code.baseline, file))
}

/** Statements that control transactions, or that PostgreSQL refuses inside one. */
function standsAlone(sql: string): boolean {
  const words = leadingWords(sql, 5)
  const [first = '', second = ''] = words
  if (['BEGIN', 'START', 'COMMIT', 'ROLLBACK', 'END', 'VACUUM'].includes(first)) return true
  if (words.includes('CONCURRENTLY')) return true
  if (['CREATE', 'DROP'].includes(first) && ['DATABASE', 'TABLESPACE', 'SUBSCRIPTION'].includes(second)) return true
  return first === 'ALTER' && (second === 'SYSTEM' || (second === 'TYPE' && /\badd\s+value\b/i.test(sql)))
}
