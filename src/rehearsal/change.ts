import { fail } from '../errors.ts'
import type { Spec } from '../spec/types.ts'
import { compareSchemas } from '../store/compare-schemas.ts'
import { readSchema } from '../store/schema.ts'
import type { Schema, Store } from '../store/types.ts'
import { applyMigration, type PlacedDelta } from './apply-migration.ts'
import type { Code } from './base.ts'
import type { TrackedChange } from './context.ts'
import { pipelineEnvironment } from './environment.ts'
import { type Hostnames, obstacleOf } from './hostnames/hostnames.ts'
import { withNamesLed } from './hostnames/lead.ts'
import { findMigrations, type MigrationFile } from './migrations.ts'
import { shortenOutput } from './output.ts'
import type { IntegratePorts } from './ports.ts'
import type { Finding, MigrationResult, Place, Verdict } from './types.ts'

/** What became of the change on the candidate databases. */
export interface AppliedChange {
  migrations: MigrationResult[]
  changes: TrackedChange[]
  /** One for each migration that failed; nothing after it was applied. */
  findings: Finding[]
  notTested: Verdict['notTested']
}

/** What the commands of a change are run with. */
interface BesideChange {
  code: Code
  outputs: Readonly<Record<string, string>>
  hostnames: Hostnames
}

/** Applies the change to the candidate databases: new SQL files in order, then the team's commands. Throws `change.names_production`. */
export async function applyChange(
  spec: Spec,
  candidate: Readonly<Record<string, Store>>,
  beside: BesideChange,
  ports: IntegratePorts,
): Promise<AppliedChange> {
  const { files, notTested } = await findMigrations(spec, beside.code, ports)
  const applied: AppliedChange = { migrations: [], changes: [], findings: [], notTested }
  for (const file of files) {
    const store = candidate[file.store]
    if (store !== undefined) await applyFile(file, store, applied, ports)
    if (applied.findings.length > 0) return applied
  }
  for (const command of spec.change.run) {
    await applyCommand(command, spec, candidate, applied, beside, ports)
    if (applied.findings.length > 0) return applied
  }
  return applied
}

async function applyFile(file: MigrationFile, store: Store, applied: AppliedChange, ports: IntegratePorts): Promise<void> {
  const startedAt = ports.clock.now().getTime()
  const session = await ports.databases.connect(store.target)
  try {
    const { deltas, failure } = await applyMigration(session, file)
    const durationMs = ports.clock.now().getTime() - startedAt
    track(applied, file.store, deltas)
    const result = { store: file.store, source: file.file, durationMs }
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
  candidate: Readonly<Record<string, Store>>,
  applied: AppliedChange,
  { code, outputs, hostnames }: BesideChange,
  ports: IntegratePorts,
): Promise<void> {
  const before = await readSchemas(candidate, ports)
  const names = Object.keys(candidate)
  const job = { kind: 'command', run: command } as const
  const refusal = await obstacleOf({ job }, { code, hostnames, ports })
  if (refusal !== undefined) throw fail('change.names_production', { command, reason: refusal })
  const how = { job, folder: ports.folder }
  const run = await withNamesLed(how, candidate, { hostnames, ports, databases: {} }, async ({ recorders, prepare }) => {
    const targets = Object.fromEntries(Object.entries(recorders).map(([name, { target }]) => [name, target]))
    const environment = pipelineEnvironment(ports.environment, targets, names.length === 1 ? names[0] : undefined, outputs)
    const { end, ...led } = await prepare(command, environment)
    const signal = ports.signal === undefined ? {} : { signal: ports.signal }
    return await ports.shell.run({ ...led, folder: ports.folder, ...signal }).finally(end)
  })
  const place = await placeOfCommand(command, spec, ports)
  const after = await readSchemas(candidate, ports)
  for (const name of names) {
    const deltas = compareSchemas(before[name] ?? new Map(), after[name] ?? new Map())
    track(
      applied,
      name,
      deltas.map((delta) => ({ delta, place, statement: command })),
    )
  }
  const store = names[0] ?? ''
  const status = run.exitCode === 0 ? 'applied' : 'failed'
  applied.migrations.push({ store: names.join(', '), source: command, status, durationMs: run.durationMs })
  if (run.exitCode === 0) return
  const secrets = Object.values(candidate).map(({ target }) => target.password)
  const end = shortenOutput(run.output, secrets).split('\n').at(-1) ?? ''
  applied.findings.push(migrationFailed(store, place, command, `exit code ${run.exitCode ?? 'none'}: ${end}`))
  ports.emit('change.migration_failed', { store, source: command, reason: `exit code ${run.exitCode ?? 'none'}` })
}

/** The catalogs of all stores. */
export async function readSchemas(stores: Readonly<Record<string, Store>>, ports: IntegratePorts): Promise<Record<string, Schema>> {
  const read = async ([name, store]: [string, Store]): Promise<[string, Schema]> => {
    const session = await ports.databases.connect(store.target)
    return [name, await readSchema(session).finally(() => session.close())]
  }
  return Object.fromEntries(await Promise.all(Object.entries(stores).map(read)))
}

async function placeOfCommand(command: string, spec: Spec, ports: IntegratePorts): Promise<Place> {
  const lines = ((await ports.files.readText(spec.path)) ?? '').split('\n')
  const at = lines.findIndex((line) => line.includes(command))
  return { file: spec.path, line: Math.max(0, at) + 1, text: command.slice(0, 160) }
}

function track(applied: AppliedChange, store: string, deltas: readonly PlacedDelta[]): void {
  const numbered = applied.changes.filter(({ change }) => change.store === store).length
  for (const [at, { delta, place, statement }] of deltas.entries()) {
    const { kind, name, table, attnum, ...facts } = delta
    const change = { id: `${store}-${numbered + at + 1}`, kind, store, table: name, ...facts, migration: { place, statement } }
    applied.changes.push({ change, ref: { table, attnum } })
  }
}
