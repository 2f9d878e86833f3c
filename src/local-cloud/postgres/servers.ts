import { chmod, copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entropy } from '../../ports/entropy.ts'
import type { DatabaseServer, DatabaseServerRequest, DatabaseServers, State, Table, World } from '../types.ts'
import { startBehindGate } from './behind-gate.ts'
import { copyTree } from './copy-tree.ts'
import type { DataRoot } from './data-root.ts'
import { openDataRoot } from './data-root.ts'
import { explainFailure } from './failure.ts'
import type { Installation } from './installation.ts'
import { openInstallation } from './installation.ts'
import type { Postmaster } from './postmaster.ts'
import { startPostmaster } from './postmaster.ts'
import { changePassword, createMaster } from './roles.ts'
import { copyRunningServer } from './snapshot.ts'
import { openTemplate } from './template.ts'

/** Table `database-servers`, by the database's identifier. */
interface ServerRecord extends DatabaseServer {
  engine: DatabaseServerRequest['engine']
  /** Holds `data`, `log` and `superuser`, the internal superuser's password. */
  folder: string
  /** It is in a private subnet. */
  isPrivate?: boolean
  /** Folder of the Unix socket that it listens on in place of a port. */
  socket?: string
}

/** Table `database-snapshot-files`, by the snapshot's identifier. */
interface SnapshotRecord {
  engine: DatabaseServerRequest['engine']
  user: string
  database: string
  folder: string
}

interface Context {
  entropy: Entropy
  state: State
  /** Private servers are reached by hosts alone. */
  keepsPrivate: boolean
  records: Table<ServerRecord>
  snapshots: Table<SnapshotRecord>
  running: Map<string, Postmaster>
  /** PostgreSQL is looked for when the first server is needed: a local cloud without databases works without it. */
  open(): Promise<{ installation: Installation; root: DataRoot }>
}

/**
 * The PostgreSQL servers of one state folder. Every promise may reject with `local.postgres_missing`,
 * `local.postgres_failed` or `local.no_space`.
 */
export function createDatabaseServers(
  options: Pick<World, 'folder' | 'clock' | 'entropy' | 'state'> & { privateStores?: boolean },
): DatabaseServers {
  const context: Context = {
    entropy: options.entropy,
    state: options.state,
    keepsPrivate: options.privateStores ?? false,
    records: options.state.table<ServerRecord>('database-servers'),
    snapshots: options.state.table<SnapshotRecord>('database-snapshot-files'),
    running: new Map(),
    open: once(async () => {
      const installation = await openInstallation()
      return { installation, root: await openDataRoot(options.folder, installation) }
    }),
  }
  const guard = async <Result>(server: string, work: Promise<Result>): Promise<Result> => {
    try {
      return await work
    } catch (error) {
      throw explainFailure(error, server, options.folder)
    }
  }
  return {
    create: (request) => guard(request.id, createServer(context, request)),
    find: (id) => {
      const record = context.records.get(id)
      return record && toServer(record)
    },
    setPassword: (id, user, password) => guard(id, setPassword(context, id, user, password)),
    delete: (id) => guard(id, deleteServer(context, id)),
    snapshot: (id, snapshotId) => guard(id, takeSnapshot(context, id, snapshotId)),
    deleteSnapshot: (snapshotId) => guard(snapshotId, deleteSnapshot(context, snapshotId)),
    startAll: () => guard('the local cloud', startAll(context)),
    stopAll: () => stopAll(context),
  }
}

async function createServer(context: Context, request: DatabaseServerRequest): Promise<DatabaseServer> {
  if (context.records.get(request.id) !== undefined) throw new Error(`there is a server ${request.id} already.`)
  const { root } = await context.open()
  const folder = join(root.servers, encodeURIComponent(`db-${request.id}`))
  try {
    const source = await layDown(context, request, folder)
    const isPrivate = request.isPrivate ?? false
    const postmaster = await start(context, { id: request.id, folder, isPrivate })
    const record = {
      id: request.id,
      host: '127.0.0.1',
      port: postmaster.port,
      user: source?.user ?? request.user,
      database: source?.database ?? request.database ?? 'postgres',
      engine: request.engine,
      folder,
      isPrivate,
      ...socketOf(postmaster),
    }
    if (source === undefined) await createMaster(record, { ...request, database: record.database })
    else if (request.password !== '') await changePassword(record, record.user, request.password)
    await context.records.put(request.id, record)
    return toServer(record)
  } catch (error) {
    await discard(context, request.id, folder)
    throw error
  }
}

/** Puts a data folder in place: a snapshot's, which is then returned, or a fresh one. */
async function layDown(context: Context, request: DatabaseServerRequest, folder: string): Promise<SnapshotRecord | undefined> {
  const { installation } = await context.open()
  const source = request.snapshotId === undefined ? undefined : context.snapshots.get(request.snapshotId)
  if (request.snapshotId !== undefined && source === undefined) throw new Error(`there is no snapshot ${request.snapshotId}.`)
  const from = source?.folder ?? (await openTemplate(installation, context.entropy.hex(16)))
  await makeOwnFolder(folder)
  await copyTree(join(from, 'data'), join(folder, 'data'), { account: installation.account })
  await copyFile(join(from, 'superuser'), join(folder, 'superuser'))
  return source
}

type Started = Postmaster & { socket?: string }

async function start(context: Context, server: { id: string; folder: string; port?: number; isPrivate?: boolean }): Promise<Started> {
  const { installation, root } = await context.open()
  const parameters = root.sharesBlocks ? ['-c', 'file_copy_method=clone'] : []
  const options = { ...(server.port !== undefined && { port: server.port }), parameters }
  const isApart = context.keepsPrivate && server.isPrivate === true
  const postmaster: Started = isApart
    ? await startBehindGate(installation, server, options, context)
    : await startPostmaster(installation, server, options)
  context.running.set(server.id, postmaster)
  return postmaster
}

function socketOf({ socket }: Started): { socket?: string } {
  return socket === undefined ? {} : { socket }
}

async function setPassword(context: Context, id: string, user: string, password: string): Promise<void> {
  await changePassword(demand(context, id), user, password)
}

async function deleteServer(context: Context, id: string): Promise<void> {
  const record = context.records.get(id)
  if (record === undefined) return
  await discard(context, id, record.folder)
  await context.records.remove(id)
}

async function takeSnapshot(context: Context, id: string, snapshotId: string): Promise<void> {
  const record = demand(context, id)
  const { installation, root } = await context.open()
  const folder = join(root.snapshots, encodeURIComponent(`snapshot-${snapshotId}`))
  try {
    await makeOwnFolder(folder)
    await copyRunningServer(record, folder, installation.account)
    const { engine, user, database } = record
    await context.snapshots.put(snapshotId, { engine, user, database, folder })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function deleteSnapshot(context: Context, snapshotId: string): Promise<void> {
  const record = context.snapshots.get(snapshotId)
  if (record === undefined) return
  await context.snapshots.remove(snapshotId)
  await rm(record.folder, { recursive: true, force: true })
}

/** Starts what an earlier local cloud of this folder left, on the old ports where they are free. */
async function startAll(context: Context): Promise<void> {
  const stopped = context.records.values().filter((record) => !context.running.has(record.id))
  await Promise.all(
    stopped.map(async (record) => {
      const started = await start(context, record)
      const { socket: _, ...rest } = record
      if (started.port === record.port && started.socket === record.socket) return
      await context.records.put(record.id, { ...rest, port: started.port, ...socketOf(started) })
    }),
  )
}

async function stopAll(context: Context): Promise<void> {
  const servers = [...context.running.values()]
  context.running.clear()
  await Promise.all(servers.map((server) => server.stop('fast')))
}

/** Throws a server away: its data need not be written down first. */
async function discard(context: Context, id: string, folder: string): Promise<void> {
  await context.running.get(id)?.stop('immediate')
  context.running.delete(id)
  await rm(folder, { recursive: true, force: true })
}

function demand(context: Context, id: string): ServerRecord {
  const record = context.records.get(id)
  if (record === undefined) throw new Error(`there is no server ${id}.`)
  return record
}

/** Left-overs of a process that died half way do not count. */
async function makeOwnFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { mode: 0o711 })
  await chmod(folder, 0o711)
}

function toServer({ id, host, port, user, database }: ServerRecord): DatabaseServer {
  return { id, host, port, user, database }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}
