import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { createCloud } from '../../src/adapters/cloud.ts'
import { startLocalCloud } from '../../src/local-cloud/start.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import { createOriginal, type Original, standBeside } from '../support/beside.ts'
import { startMoto } from '../support/moto.ts'
import { runPython } from '../support/python.ts'
import listed from './originals.json' with { type: 'json' }

/** A template, and what its replica shows; `moto` and `local` say why it is not tried there. */
interface Listed {
  path: string
  shows: string
  moto?: string
  local?: string
}

/** AWS's own templates, where a copy of them is at hand; ours always. */
const corpus = resolve(process.env.PROD_REPLICA_CORPUS ?? '../shared/corpus')
const own = resolve('test/conformance/originals')

interface Endpoint {
  environment: Record<string, string>
  close(): Promise<void>
}

describe('replicas of real templates beside their originals', function () {
  this.timeout(300_000)
  standOn('moto', 'moto', async () => {
    const { environment, close } = await startMoto()
    return { environment: { ...environment, AWS_REGION: 'us-east-1' }, close }
  })
  standOn('the local cloud', 'local', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'beside-'))
    const { environment, close } = await startLocalCloud({ folder, timeScale: 0 })
    return { environment, close: () => close().then(() => rm(folder, { recursive: true, force: true })) }
  })
})

function standOn(title: string, key: 'moto' | 'local', start: () => Promise<Endpoint>): void {
  const templates = (listed as Listed[]).filter((each) => each[key] === undefined && existsSync(pathOf(each)))

  describe(`on ${title}`, () => {
    let endpoint: Endpoint
    let cloud: Cloud
    let picture: string
    const originals = new Map<string, Original>()

    before(async () => {
      endpoint = await start()
      cloud = await createCloud(endpoint.environment)
      for (const [at, each] of templates.entries()) {
        originals.set(each.path, await createOriginal(cloud, `prod-${at}`, readFileSync(pathOf(each), 'utf8')))
      }
      picture = await pictureOf(endpoint)
    })
    after(() => endpoint?.close())

    for (const { path, shows } of templates) {
      it(`${path}: ${shows}`, async () => {
        const beside = await standBeside(cloud, originals.get(path) as Original)
        const made = new Map(beside.replica.map(({ logicalId, physicalId }) => [logicalId, physicalId]))
        const ids = new Set(beside.before.map(({ physicalId }) => physicalId))
        expect(beside.kept.filter((logicalId) => !made.has(logicalId))).to.deep.equal([])
        // moto gives a few types no id at all.
        expect([...made].filter(([, id]) => id !== undefined && ids.has(id))).to.deep.equal([])
        expect(beside.survivors).to.deep.equal([])
        expect(beside.after).to.deep.equal(beside.before)
      })
    }

    it('leaves the whole account as it was', async () => {
      const after = await pictureOf(endpoint)
      expect(JSON.parse(picture)).to.not.deep.equal({})
      expect(JSON.parse(after)).to.deep.equal(JSON.parse(picture))
    })
  })
}

function pathOf({ path }: Listed): string {
  return path.startsWith('own/') ? join(own, path.slice('own/'.length)) : join(corpus, path)
}

function pictureOf({ environment }: Endpoint): Promise<string> {
  return runPython('account_picture.py', [], { ...environment, AWS_DEFAULT_REGION: environment.AWS_REGION ?? 'us-east-1' })
}
