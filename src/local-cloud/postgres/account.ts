import { spawn } from 'node:child_process'
import { chown, readFile } from 'node:fs/promises'

/** The account that PostgreSQL runs as. */
export interface Account {
  uid: number
  gid: number
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`. Undefined where our own account will do. */
export async function chooseAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  return findAccount(passwd, 'postgres') ?? findAccount(passwd, 'nobody') ?? { uid: 65534, gid: 65534 }
}

/** Whether the account can enter a folder; asked of the system, which also knows ACLs and mounts. */
export function canEnter(account: Account | undefined, folder: string): Promise<boolean> {
  if (account === undefined) return Promise.resolve(true)
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore', env: {} })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}

/** Gives a file or folder to the account. */
export async function giveTo(account: Account | undefined, path: string): Promise<void> {
  if (account !== undefined) await chown(path, account.uid, account.gid)
}

function findAccount(passwd: string, name: string): Account | undefined {
  const fields = passwd
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.split(':')
  const uid = Number(fields?.[2])
  const gid = Number(fields?.[3])
  // macOS writes nobody's -2 with its sign; a uid of 0 would be root under another name.
  return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0 ? { uid: uid >>> 0, gid: gid >>> 0 } : undefined
}
