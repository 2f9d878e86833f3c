import { execFile } from 'node:child_process'
import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The programs of others that we are compared with. */
export type Peer = 'aws' | 'sam' | 'cdk'

const installs: Readonly<Record<Peer, { program: string; how(folder: string): Promise<unknown> }>> = {
  aws: { program: 'bin/aws', how: (folder) => fromPyPi(folder, 'awscli') },
  sam: { program: 'bin/sam', how: (folder) => fromPyPi(folder, 'aws-sam-cli') },
  cdk: {
    program: 'node_modules/.bin/cdk',
    how: (folder) => run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, 'aws-cdk']),
  },
}

/** Installs a peer in a folder of its own below `folder`, where it is not there yet; it is kept. Gives its program. */
export async function installPeer(peer: Peer, folder: string): Promise<string> {
  const own = join(folder, peer)
  const program = join(own, installs[peer].program)
  const isThere = await access(program).then(
    () => true,
    () => false,
  )
  if (isThere) return program
  console.error(`installing ${peer} in ${own}`)
  await mkdir(own, { recursive: true })
  await installs[peer].how(own)
  return program
}

/** The first line of what a program says of its version. */
export async function versionOf(command: readonly [string, ...string[]], environment: NodeJS.ProcessEnv): Promise<string> {
  const [program, ...words] = command
  const { stdout, stderr } = await run(program, [...words, '--version'], { env: environment })
  return (`${stdout}${stderr}`.trim().split('\n')[0] ?? '').split(' Linux')[0] ?? ''
}

async function fromPyPi(folder: string, name: string): Promise<void> {
  await run(process.env.PROD_REPLICA_PYTHON ?? 'python3', ['-m', 'venv', folder])
  await run(join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', name])
}
