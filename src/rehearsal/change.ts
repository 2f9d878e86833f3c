import { fail } from '../errors.ts'
import type { Session } from '../ports/databases.ts'
import type { ShellResult } from '../ports/shell.ts'
import type { Spec } from '../spec/types.ts'
import { readSchema } from '../store/schema/tables.ts'
import type { Catalog } from '../store/schema/types.ts'
import type { Schema, Store } from '../store/types.ts'
import type { Code } from './base.ts'
import type { TrackedChange } from './context.ts'
import { pipelineEnvironment } from './environment.ts'
import { type Hostnames, obstacleOf } from './hostnames/hostnames.ts'
import { withNamesLed } from './hostnames/lead.ts'
import { applyMigration } from './migrations/apply.ts'
import { dialectOf } from './migrations/dialect.ts'
import { findMigrations } from './migrations/find.ts'
import { createHistory, type History, type PlacedDelta } from './migrations/history.ts'
import type { MigrationFile } from './migrations/parse.ts'
import { shortenOutput } from './output.ts'
import type { IntegratePorts } from './ports.ts'
import type { Finding, MigrationResult, Place, Verdict } from './types.ts'

/** What became of the change on the candidate databases. */
export interface AppliedChange {
  /** The SQL files of the change, in their order; after one that failed they were not applied. */
  files: readonly MigrationFile[]
  migrations: MigrationResult[]
  changes: TrackedChange[]
  /** One for each migration that failed; nothing after it was applied. */
  findings: Finding[]
  /** What its statements do while they run: locks and rewrites. */
  notes: Finding[]
  notTested: Verdict['notTested']
}

/** What the commands of a change are run with. */
export interface BesideChange {
  code: Code
  outputs: Readonly<Record<string, string>>
  hostnames: Hostnames
}

/**
 * Applies the change to the candidate databases: new SQL files in order, then the team's commands. What differs after it
 * is told by comparing catalogs, with the statement that did it. Throws `change.*` for files that cannot be run at all.
 */
export async function applyChange(
  spec: Spec,
  candidate: Readonly<Record<string, Store>>,
  beside: BesideChange,
  ports: IntegratePorts,
): Promise<AppliedChange> {
  const { files, notTested } = await findMigrations(spec, beside.code, ports)
  const histories = await openHistories(candidate, ports)
  const change: Change = {
    candidate,
    histories,
    ports,
    applied: { files, migrations: [], changes: [], findings: [], notes: [], notTested },
  }
  await applyAll(change, files, spec, beside)
  change.applied.changes = Object.entries(histories).flatMap(([store, history]) => trackedChanges(store, history.differences()))
  return change.applied
}

interface Change {
  candidate: Readonly<Record<string, Store>>
  histories: Readonly<Record<string, History>>
  ports: IntegratePorts
  applied: AppliedChange
}

async function openHistories(candidate: Readonly<Record<string, Store>>, ports: IntegratePorts): Promise<Record<string, History>> {
  const catalogs = await readAll(candidate, readCatalogOf, ports)
  const open = ([name, store]: [string, Store]): [string, History] => [
    name,
    createHistory(catalogs[name] ?? emptyCatalog, dialectOf(store).compare),
  ]
  return Object.fromEntries(Object.entries(candidate).map(open))
}

async function applyAll(change: Change, files: readonly MigrationFile[], spec: Spec, beside: BesideChange): Promise<void> {
  for (const file of files) {
    const [store, history] = [change.candidate[file.store], change.histories[file.store]]
    if (store !== undefined && history !== undefined) await applyFile(file, store, history, change)
    if (change.applied.findings.length > 0) return
  }
  for (const command of spec.change.run) {
    await applyCommand(command, spec, beside, change)
    if (change.applied.findings.length > 0) return
  }
}

async function applyFile(file: MigrationFile, store: Store, history: History, { applied, ports }: Change): Promise<void> {
  const startedAt = ports.clock.now().getTime()
  const session = await ports.databases.connect(store.target)
  try {
    const dialect = dialectOf(store)
    const { failure, operations } = await applyMigration(session, file, history, { clock: ports.clock, dialect })
    const durationMs = ports.clock.now().getTime() - startedAt
    const result = { store: file.store, source: file.file, durationMs }
    applied.notTested = [...applied.notTested, ...dialect.notTested()]
    applied.notes.push(
      ...operations.map(({ rule, ...facts }): Finding => ({ ...facts, rule, store: file.store, level: 'OPERATION', severity: 'note' })),
    )
    if (failure === undefined) {
      applied.migrations.push({ ...result, status: 'applied' })
      ports.emit('change.migrated', { store: file.store, source: file.file, milliseconds: durationMs })
      return
    }
    const { statement, ...error } = failure
    applied.migrations.push({ ...result, status: 'failed', failure: error })
    applied.findings.push(migrationFailed(file.store, error.place, statement, `${error.message} (SQLSTATE ${error.sqlState})`))
    ports.emit('change.migration_failed', { store: file.store, source: file.file, reason: error.message })
  } finally {
    await session.close()
  }
}

function migrationFailed(store: string, place: Place, statement: string, reason: string): Finding {
  const effect = `the migration fails on production's data: ${reason}`
  return { rule: 'MIGRATION_APPLIES', level: 'STATEMENT', severity: 'broken', store, statement, place, effect }
}

async function applyCommand(
  command: string,
  spec: Spec,
  beside: BesideChange,
  { candidate, histories, applied, ports }: Change,
): Promise<void> {
  const names = Object.keys(candidate)
  const run = await runCommand(command, candidate, beside, ports)
  const place = await placeOfCommand(command, spec, ports)
  const after = await readAll(candidate, readCatalogOf, ports)
  for (const name of names) histories[name]?.observe(after[name] ?? emptyCatalog, [{ place, statement: command }])
  const store = names[0] ?? ''
  const status = run.exitCode === 0 ? 'applied' : 'failed'
  applied.migrations.push({ store: names.join(', '), source: command, status, durationMs: run.durationMs })
  if (run.exitCode === 0) return
  const secrets = Object.values(candidate).map(({ target }) => target.password)
  const end = shortenOutput(run.output, secrets).split('\n').at(-1) ?? ''
  applied.findings.push(migrationFailed(store, place, command, `exit code ${run.exitCode ?? 'none'}: ${end}`))
  ports.emit('change.migration_failed', { store, source: command, reason: `exit code ${run.exitCode ?? 'none'}` })
}

async function runCommand(
  command: string,
  candidate: Readonly<Record<string, Store>>,
  { code, outputs, hostnames }: BesideChange,
  ports: IntegratePorts,
): Promise<ShellResult> {
  const job = { kind: 'command', run: command } as const
  const refusal = await obstacleOf({ job }, { code, hostnames, ports })
  if (refusal !== undefined) throw fail('change.names_production', { command, reason: refusal })
  const [only, ...others] = Object.keys(candidate)
  return await withNamesLed({ job, folder: ports.folder }, candidate, { hostnames, ports, databases: {} }, async (led) => {
    const targets = Object.fromEntries(Object.entries(led.recorders).map(([name, { target }]) => [name, target]))
    const environment = pipelineEnvironment(ports.environment, targets, others.length === 0 ? only : undefined, outputs)
    const { end, ...how } = await led.prepare(command, environment)
    const signal = ports.signal === undefined ? {} : { signal: ports.signal }
    return await ports.shell.run({ ...how, folder: ports.folder, ...signal }).finally(end)
  })
}

function readCatalogOf(session: Session, store: Store): Promise<Catalog> {
  return dialectOf(store).read(session)
}

const emptyCatalog: Catalog = { tables: new Map(), objects: [], partitions: [], grants: [] }

/** The catalogs of all stores. */
export function readSchemas(stores: Readonly<Record<string, Store>>, ports: IntegratePorts): Promise<Record<string, Schema>> {
  return readAll(stores, readSchema, ports)
}

async function readAll<Read>(
  stores: Readonly<Record<string, Store>>,
  read: (session: Session, store: Store) => Promise<Read>,
  ports: IntegratePorts,
): Promise<Record<string, Read>> {
  const readOne = async ([name, store]: [string, Store]): Promise<[string, Read]> => {
    const session = await ports.databases.connect(store.target)
    return [name, await read(session, store).finally(() => session.close())]
  }
  return Object.fromEntries(await Promise.all(Object.entries(stores).map(readOne)))
}

async function placeOfCommand(command: string, spec: Spec, ports: IntegratePorts): Promise<Place> {
  const lines = ((await ports.files.readText(spec.path)) ?? '').split('\n')
  const at = lines.findIndex((line) => line.includes(command))
  return { file: spec.path, line: Math.max(0, at) + 1, text: command.slice(0, 160) }
}

function trackedChanges(store: string, differences: readonly PlacedDelta[]): TrackedChange[] {
  return differences.map(({ delta, step }, at) => {
    const { kind, name, table, attnum, touches, ...facts } = delta
    const migration = { place: step.place, statement: step.statement }
    const change = { id: `${store}-${at + 1}`, kind, store, table: name, ...facts, migration }
    return { change, ref: { table, attnum }, ...(touches === undefined ? {} : { touches }) }
  })
}
