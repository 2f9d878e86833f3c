import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { LeadRequest, LedCommand } from '../../ports/names.ts'
import { withNames } from './hosts-text.ts'

const execute = promisify(execFile)
const probeTimeoutMs = 10_000

/** Starts a command in a mount namespace of its own, where /etc/hosts is a file of ours. It ends with the command. */
export async function leadPrivately({ command, environment, addresses }: LeadRequest): Promise<LedCommand> {
  const folder = await mkdtemp(join(tmpdir(), 'prod-replica-names-'))
  const file = join(folder, 'hosts')
  const hosts = await readFile('/etc/hosts', 'utf8').catch(() => '127.0.0.1 localhost\n')
  await writeFile(file, withNames(hosts, addresses), { mode: 0o644 })
  return { command: wrap(command, file), environment, end: () => rm(folder, { recursive: true, force: true }) }
}

/** Whether that works here: a name that nobody has is looked up in there, by the machine's own means. */
export async function canLeadPrivately(): Promise<boolean> {
  const [name, address] = ['names-of.prod-replica.invalid', '127.77.77.77']
  const led = await leadPrivately({
    way: 'private',
    command: `getent hosts ${name}`,
    environment: {},
    addresses: { [name]: address },
    everything: false,
  })
  const [program = '', ...words] = led.command
  try {
    return (await execute(program, words, { timeout: probeTimeoutMs })).stdout.startsWith(`${address} `)
  } catch {
    return false
  } finally {
    await led.end()
  }
}

/** `unshare` replaces itself by the command: process group, signals and exit code stay what they are. */
function wrap(command: string, file: string): [string, ...string[]] {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
  const mount = 'mount --bind "$1" /etc/hosts &&'
  if (uid === 0) return ['unshare', '-m', '/bin/sh', '-c', `${mount} exec /bin/sh -c "$2"`, 'sh', file, command]
  // Who may mount is root in there; the command is who we are again.
  const back = `exec unshare -U --map-user=${uid} --map-group=${gid} /bin/sh -c "$2"`
  return ['unshare', '-rm', '/bin/sh', '-c', `${mount} ${back}`, 'sh', file, command]
}
