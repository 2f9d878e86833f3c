import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { parse, stringify } from 'yaml'
import { injectOrb } from '../../scripts/orb/inject.ts'
import { packOrb } from '../../scripts/orb/pack.ts'
import type { Orb } from '../../scripts/orb/types.ts'

const python = process.env.PROD_REPLICA_PYTHON ?? 'python3'
const orbText = packOrb('orb', { version: '1.2.3', bytes: new TextEncoder().encode('a helper') })
const { examples } = parse(orbText) as Orb

describe('the orb against checkers that we did not write', function () {
  this.timeout(60_000)
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prod-replica-schema-'))
  })

  after(() => rm(folder, { recursive: true }))

  for (const [name, example] of Object.entries(examples)) {
    it(`CircleCI’s schema takes the example ${name} with the packed orb in it`, async () => {
      expect(await check(injectOrb(stringify(example.usage), 'prod-replica', orbText))).to.equal('')
    })
  }

  it('CircleCI’s schema takes our own pipeline, before and after the orb is put in', async () => {
    const pipeline = await readFile('.circleci/pipeline.yml', 'utf8')
    const texts = [await readFile('.circleci/config.yml', 'utf8'), pipeline, injectOrb(pipeline, 'prod-replica', orbText)]
    expect(await Promise.all(texts.map(check))).to.deep.equal(['', '', ''])
  })

  it('CircleCI’s schema refuses a step that the orb must not have, so that it is known to look inside', async () => {
    const broken = orbText.replaceAll('no_output_timeout:', 'no_output_timeuot:')
    expect(await check(injectOrb(stringify(Object.values(examples)[0]?.usage), 'prod-replica', broken))).to.contain('no_output_timeuot')
  })

  it('shellcheck finds nothing in the scripts, as POSIX sh', async () => {
    const scripts = (await readdir('orb/scripts')).map((name) => join('orb/scripts', name))
    const { stdout } = await promisify(execFile)('shellcheck', ['--shell', 'sh', ...scripts])
    expect(stdout).to.equal('')
  })

  /** Empty where the schema takes the config, else what it says. */
  async function check(config: string): Promise<string> {
    const path = join(await mkdtemp(join(folder, 'config-')), 'config.yml')
    await writeFile(path, config)
    try {
      await promisify(execFile)(python, ['-m', 'check_jsonschema', '--builtin-schema', 'vendor.circle-ci', path])
      return ''
    } catch (error) {
      return String((error as { stdout?: string }).stdout || error)
    }
  }
})
