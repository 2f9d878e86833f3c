import { execFile } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { PipelineResult } from '../../../src/rehearsal/types.ts'
import type { Store } from '../../../src/store/types.ts'
import { type Checkout, makeCheckout } from '../../support/checkout.ts'
import { makeStore, startStores } from '../../support/stores.ts'
import { scripts } from './scripts.ts'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0
/** Someone who may write no hosts file, and has no way to become root. */
const ordinary = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--no-new-privs'] : []
const ownHosts = 'cp /etc/hosts "$0" && mount --bind "$0" /etc/hosts && exec "$@"'

describe('production’s host names in other people’s scripts', function () {
  this.timeout(300_000)
  let store: Store
  let checkout: Checkout

  before(startStores)

  beforeEach(async () => {
    store = await makeStore(
      'app',
      'CREATE TABLE scores (id int, score int); INSERT INTO scores SELECT i, i FROM generate_series(1, 5) i; CREATE TABLE copied (id int, score int)',
    )
    checkout = makeCheckout({ ...scripts, 'db/migrations/001_start.sql': 'SELECT 1;' })
    checkout.branch('change')
    checkout.write({ 'db/migrations/002_zero.sql': 'UPDATE scores SET score = 0 WHERE id = 1;' })
    checkout.commit('Zero one score')
  })

  afterEach(() => checkout.remove())

  async function rehearseAs(prefix: readonly string[], way: string): Promise<{ way: string; pipelines: PipelineResult[]; left: boolean }> {
    await run('chmod', ['-R', 'a+rwX', checkout.folder])
    chmodSync(checkout.folder, 0o777)
    const driver = join(await readableTree(prefix), 'test/conformance/hostnames/drive.ts')
    const [program = '', ...words] = [...prefix, process.execPath, '--import', 'tsx', driver, checkout.folder, JSON.stringify(store), way]
    const env = {
      ...process.env,
      HOME: checkout.folder,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
    }
    const { stdout } = await run(program, words, { maxBuffer: 1 << 26, env, cwd: checkout.folder })
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  }

  /** Our own tree; where whoever that is may not read it, a copy. */
  async function readableTree([program, ...words]: readonly string[]): Promise<string> {
    const tree = resolve('.')
    if (program === undefined) return tree
    const reads = await run(program, [...words, 'test', '-r', join(tree, 'package.json')]).catch(() => undefined)
    if (reads !== undefined) return tree
    const copy = join(checkout.folder, '.prod-replica/tree')
    await run('mkdir', ['-p', copy])
    await run('cp', [
      '-r',
      '--reflink=auto',
      ...['src', 'test', 'node_modules', 'package.json', 'tsconfig.json'].map((name) => join(tree, name)),
      copy,
    ])
    await run('chmod', ['-R', 'a+rX', copy])
    return copy
  }

  /** Each ran on its own side, against that side's clone, through its recorder: what it copied is what the change made of it. */
  function expectLed(pipelines: readonly PipelineResult[]): void {
    for (const { name, status, writes, baseline, candidate, differences, reason } of pipelines) {
      const outputs = `${name}: ${reason ?? ''} ${baseline?.output} ${candidate?.output}`
      expect(status, outputs).to.equal('changed')
      expect(writes, outputs).to.deep.equal(['app.public.copied'])
      expect(baseline?.statements, outputs).to.be.greaterThan(0)
      expect(JSON.stringify(differences), outputs).to.match(/copied/)
    }
  }

  it('lead to the clone of each side at once, as whoever we are', async () => {
    const { way, pipelines } = await rehearseAs([], 'found')
    expect(way).to.be.oneOf(['private', 'private-user', 'shared', 'hooks'])
    expectLed(pipelines)
  })

  it('lead there for an ordinary user too', async () => {
    const { way, pipelines } = await rehearseAs(ordinary, 'found')
    expect(way).to.be.oneOf(['private-user', 'hooks'])
    expectLed(pipelines)
  })

  it('lead there by the languages’ own means where nothing else is allowed', async () => {
    const { pipelines } = await rehearseAs(ordinary, 'hooks')
    expectLed(pipelines)
  })

  it('lead there through the machine’s hosts file, one run at a time, and leave nothing in it', async () => {
    const { pipelines, left } = await rehearseAs([...unshared, '/bin/sh', '-c', ownHosts, resolve(checkout.folder, '.hosts')], 'shared')
    expectLed(pipelines)
    expect(left).to.equal(false)
  })
})

/** The machine's own hosts file is not touched by a test. */
const unshared = ['unshare', isRoot ? '-m' : '-rm']
