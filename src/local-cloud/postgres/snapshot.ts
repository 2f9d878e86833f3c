import { copyFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { Account } from './account.ts'
import { giveTo } from './account.ts'
import { copyLiveFile, copyTree } from './copy-tree.ts'
import { asSuperuser, type ServerDoor } from './superuser.ts'

/**
 * Copies a running server's data into `target` (an existing folder) as PostgreSQL's own base backups are made: changed
 * pages go on being written meanwhile, and the log of that time is copied after them. A server started on the copy has
 * every transaction that was committed when the backup ended, and nothing of any other.
 */
export async function copyRunningServer(server: ServerDoor, target: string, account: Account | undefined): Promise<void> {
  const from = join(server.folder, 'data')
  const to = join(target, 'data')
  await asSuperuser(server, 'postgres', async (client) => {
    // The slot lives as long as this connection and keeps the server from recycling the log that the copy needs.
    await client.query(`SELECT pg_create_physical_replication_slot('snapshot_' || pg_backend_pid(), true, true)`)
    const first = await firstSegment(client)
    await copyTree(from, to, { account, live: true, leaveOut: isLeftOut })
    await copyOwned(join(from, 'global/pg_control'), join(to, 'global/pg_control'), account)
    const end = await endBackup(client)
    for (const segment of await segmentsBetween(join(from, 'pg_wal'), first, end.lastSegment)) {
      await copyOwned(join(from, 'pg_wal', segment), join(to, 'pg_wal', segment), account)
    }
    await writeFile(join(to, 'backup_label'), end.label, { mode: 0o600 })
    await giveTo(account, join(to, 'backup_label'))
  })
  await copyFile(join(server.folder, 'superuser'), join(target, 'superuser'))
}

async function firstSegment(client: pg.Client): Promise<string> {
  const { rows } = await client.query(`SELECT pg_walfile_name(pg_backup_start('prod-replica', true)) AS segment`)
  return rows[0].segment
}

async function endBackup(client: pg.Client): Promise<{ label: string; lastSegment: string }> {
  const { rows } = await client.query(`SELECT labelfile AS label, pg_walfile_name(lsn) AS "lastSegment" FROM pg_backup_stop(false)`)
  return rows[0]
}

async function segmentsBetween(folder: string, first: string, last: string): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last)
}

async function copyOwned(from: string, to: string, account: Account | undefined): Promise<void> {
  if (await copyLiveFile(from, to)) await giveTo(account, to)
}

/** What a server makes anew when it starts. The control file is copied last, the log after the backup's end. */
const contentLeftOut = /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\//
const leftOut = /^(postmaster\.(pid|opts)|global\/pg_control|(.*\/)?pg_internal\.init|(.*\/)?pgsql_tmp[^/]*)$/

function isLeftOut(path: string, isFolder: boolean): boolean {
  if (isFolder && !path.startsWith('pg_replslot/')) return false
  return contentLeftOut.test(path) || leftOut.test(path)
}
