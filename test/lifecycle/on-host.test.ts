import { appendFile, chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import type { Verdict } from '../../src/rehearsal/types.ts'
import type { Replica } from '../../src/stack/types.ts'
import { runOnHost, terminate } from '../support/on-host.ts'
import { type HelperEnd, makeProject, runHelper, startHelper } from '../support/run-helper.ts'
import { type Stage, startStage } from '../support/stage.ts'

const silent = { step: () => {}, progress: () => {}, result: () => {}, line: () => {} }

describe('a rehearsal whose stores only a host reaches', function () {
  this.timeout(240_000)
  let folder: string
  let stage: Stage
  let checkout: string
  let inPlace: Verdict

  before(async () => {
    folder = await makeProject({})
    stage = await startStage(folder, silent)
    checkout = await stage.checkOut('renames-column', join(folder, 'checkout'))
    expect((await runHelper(['bootstrap'], call())).exitCode).to.equal(0)
    const end = await runHelper(['rehearse', '--results', 'in-place'], call())
    expect(end.stderr).to.contain('the work is done here: every store answers')
    inPlace = await verdictIn('in-place')
    // Production was filled while its databases could be reached.
    await stage.restart(['--private-stores'])
    await mkdir(hostsFolder(), { recursive: true })
    // What the company's start-up script installs on its hosts.
    await symlink(resolve('node_modules'), join(hostsFolder(), 'node_modules'))
  })
  after(async () => {
    await stage?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const call = (extra: Record<string, string> = {}) => ({ folder: checkout, environment: { ...stage.environment, ...extra } })
  const cloud = () => ({ endpoint: stage.environment.AWS_ENDPOINT_URL ?? '' })
  const hostsFolder = () => join(stage.cloudFolder, 'hosts')
  const verdictIn = async (results: string): Promise<Verdict> => JSON.parse(await readFile(join(checkout, results, 'verdict.json'), 'utf8'))
  const replica = async (): Promise<Replica> => JSON.parse(await readFile(join(checkout, '.prod-replica/replica.json'), 'utf8'))

  it('comes to the same verdict as in place, and leaves nothing', async () => {
    const end = await runHelper(['rehearse'], call())
    expect(end.stderr).to.contain('the work is done on the host PipelineHost: warehouse, app cannot be reached from here')
    expect(end.exitCode, end.stderr).to.equal(1)
    expect(comparable(await verdictIn('.prod-replica'))).to.deep.equal(comparable(inPlace))
    expect((await stage.mails()).at(-1)).to.contain('BROKEN')
    expect(await leftovers()).to.deep.equal([])
    expect(await staged()).to.deep.equal([])
  })

  describe('on a replica that is up', () => {
    let host: string
    let passwords: string[]

    before(async () => {
      const end = await runHelper(['provision-replica'], call())
      expect(end.exitCode, end.stderr).to.equal(0)
      expect(end.stderr).to.match(/app: masked/)
      const { hosts } = await replica()
      host = join(hostsFolder(), hosts.PipelineHost?.id ?? '')
      const secrets = await readAll(join(stage.cloudFolder, 'state/secrets'))
      passwords = secrets.flatMap((text) => [...text.matchAll(/\\"password\\":\\"([^"\\]+)/g)].map(([, password = '']) => password))
      expect(passwords).to.have.length.at.least(2)
      // An old Node, and none else: the runner's own is sent.
      await mkdir(join(host, 'bin'))
      await writeFile(join(host, 'bin/node'), `#!/bin/sh\n[ "$1" = --version ] && echo v12.22.9 || exec ${process.execPath} "$@"\n`)
      await chmod(join(host, 'bin/node'), 0o755)
    })
    after(async () => {
      expect((await runHelper(['teardown'], call())).exitCode).to.equal(0)
      expect(await leftovers()).to.deep.equal([])
      expect(await staged()).to.deep.equal([])
    })

    it('sends Node where it is too old, what git knows, and no secret; pipelines that ask for the host run there', async () => {
      await writeFile(join(checkout, '.env'), 'TOKEN=1\n')
      await writeFile(join(checkout, 'notes.txt'), 'not committed\n')
      await appendFile(join(checkout, '.gitignore'), '.env\n')
      await edit('replica.yml', (text) =>
        text
          .replace(
            'checks:',
            `checks:\n  - {name: sent, run: "test ! -e .env && test -e notes.txt && test -z $AWS_ACCESS_KEY_ID && test $MODE = fast"}`,
          )
          .replace('- name: monthly-report', '- name: monthly-report\n    on: PipelineHost'),
      )
      const seen: string[] = []
      const { child, end } = startHelper(['run-integration'], call({ MODE: 'fast' }))
      child.stderr?.on('data', () => void readAll(join(stage.cloudFolder, 'buckets')).then((texts) => seen.push(...texts)))
      const { exitCode, stderr } = await end
      expect(stderr).to.contain("PipelineHost has no Node: sending the runner's own")
      expect(exitCode, stderr).to.equal(1)
      const verdict = await verdictIn('.prod-replica')
      expect(verdict.checks.map(({ name, status }) => `${name} ${status}`)).to.include('sent passed')
      expect(verdict.pipelines.find(({ name }) => name === 'monthly-report')?.status).to.equal('changed')
      const commands = await readAll(join(stage.cloudFolder, 'state/ssm-invocations'))
      expect(commands.join('\n')).to.contain('X-Amz-Signature')
      expect(seen.join('\n')).to.contain('rehearsal.phase_started')
      for (const password of passwords) expect([...commands, ...seen].some((text) => text.includes(password))).to.equal(false)
      await expectNothing()
    })

    it('is cancelled with us: what runs on the host ends, its clones are dropped', async () => {
      await rm(join(host, 'bin'), { recursive: true })
      await edit('pipelines/record_scores.mjs', (text) => `await new Promise((resolve) => setTimeout(resolve, 60_000))\n${text}`)
      const end = await interrupt(/check unit/)
      expect(end.exitCode, end.stderr).to.equal(143)
      expect(end.stderr).to.match(/PipelineHost has ended the work after \d+ s/)
      await expectNothing()
    })

    it('is inconclusive, in clear words, when its host goes away meanwhile', async () => {
      const { hosts } = await replica()
      const { child, end } = startHelper(['run-integration'], call())
      let isGone = false
      child.stderr?.on('data', (chunk) => {
        if (isGone || !/── integrate/.test(String(chunk))) return
        isGone = true
        void terminate(cloud(), hosts.PipelineHost?.id ?? '')
      })
      const { exitCode, stderr } = await end
      expect(exitCode, stderr).to.equal(3)
      expect(stderr).to.contain('the work on the host PipelineHost ended without a result').and.to.contain('(host.work_failed)')
      expect(await staged()).to.deep.equal([])
      const again = await runHelper(['run-integration'], call())
      expect(again.exitCode).to.equal(3)
      expect(again.stderr).to.contain('(host.not_online)')
    })

    /** Databases of the app's server that a rehearsal made, as its host sees them. */
    async function clones(): Promise<string> {
      const { hosts, stores } = await replica()
      const { host: server, port, user, secretArn } = stores.app ?? { host: '', port: 0, user: '', secretArn: '' }
      const password = passwordIn(await readAll(join(stage.cloudFolder, 'state/secrets')), secretArn)
      const client = `new (require('pg').Client)(${JSON.stringify({ host: server, port, user, password, database: 'app' })})`
      const script = `const c = ${client}; c.connect().then(() => c.query("SELECT datname FROM pg_database WHERE datname LIKE 'pr\\_%'"))
        .then(({ rows }) => { console.log(rows.map((row) => row.datname).join(' ')); process.exit(0) })`
      return (
        await runOnHost(cloud(), hosts.PipelineHost?.id ?? '', `cat > look.cjs <<'END'\n${script}\nEND\n${process.execPath} look.cjs`)
      ).trim()
    }

    async function expectNothing(): Promise<void> {
      expect(await readdir(join(host, 'tmp'))).to.deep.equal([])
      expect(await clones()).to.equal('')
      expect(await staged()).to.deep.equal([])
    }
  })

  async function interrupt(moment: RegExp): Promise<HelperEnd> {
    const { child, end } = startHelper(['run-integration'], call())
    let seen = ''
    child.stderr?.on('data', (chunk) => {
      const before = moment.test(seen)
      seen += chunk
      if (!before && moment.test(seen)) child.kill('SIGTERM')
    })
    return await end
  }

  async function edit(path: string, change: (text: string) => string): Promise<void> {
    await writeFile(join(checkout, path), change(await readFile(join(checkout, path), 'utf8')))
  }

  /** What is there beside production and what bootstrap made. */
  async function leftovers(): Promise<string[]> {
    return (await stage.leftovers()).filter((name) => !/prod-replica-bootstrap$|bucket.* replica-staging-/.test(name))
  }

  /** Keys in the staging bucket, but for those of `bootstrap` itself. */
  async function staged(): Promise<string[]> {
    const names = await readdir(join(stage.cloudFolder, 'buckets'), { recursive: true })
    return names.filter((name) => name.includes('staging') && name.includes('work-'))
  }
})

async function readAll(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  // Folders, and what has gone meanwhile, are left out.
  return await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')))
}

function passwordIn(secrets: readonly string[], arn: string): string {
  const text = secrets.find((secret) => secret.includes(arn)) ?? ''
  return /\\"password\\":\\"([^"\\]+)/.exec(text)?.[1] ?? ''
}

/** A verdict without what differs from run to run: times, ids, and the folders that errors name. */
function comparable(verdict: Verdict): object {
  const text = JSON.stringify(verdict, (key, value) => (/^(replicaId|startedAt|finishedAt|durationMs)$/.test(key) ? undefined : value))
  return JSON.parse(
    text.replaceAll(/[\w./-]*\/checkout\/(?:[\w.-]+\/sides\/\w+\/)?/g, '/checkout/').replaceAll(/duration_ms:? [\d.]+/g, 'duration_ms'),
  )
}
