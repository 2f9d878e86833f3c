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
import data from './originals.json' with { type: 'json' }

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
  const templates = (data.templates as Listed[]).filter((each) => each[key] === undefined && existsSync(pathOf(each)))

  // Types that this cloud neither makes nor lists.
  const unlisted: readonly string[] = data.unlisted[key]

  // What this cloud, unlike AWS, never takes away again.
  const isLeftOver = (line: string): boolean => data.leftOver[key].some(({ text }: { text: string }) => line.includes(text))

  describe(`on ${title}`, () => {
    let endpoint: Endpoint
    let cloud: Cloud
    let picture: string[]
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
        const missing = beside.planned.filter(({ logicalId, type }) => !made.has(logicalId) && !unlisted.includes(type))
        expect(missing).to.deep.equal([])
        // moto gives a few types no id at all.
        expect([...made].filter(([, id]) => id !== undefined && ids.has(id))).to.deep.equal([])
        expect(beside.survivors.filter((line) => !isLeftOver(line))).to.deep.equal([])
        expect(beside.after).to.deep.equal(beside.before)
      })
    }

    it('leaves the whole account as it was', async () => {
      const after = await pictureOf(endpoint)
      expect(picture).to.have.length.above(0)
      expect(picture.filter((line) => !after.includes(line)).join('\n')).to.equal('')
      expect(after.filter((line) => !picture.includes(line) && !isLeftOver(line)).join('\n')).to.equal('')
    })
  })
}

function pathOf({ path }: Listed): string {
  return path.startsWith('own/') ? join(own, path.slice('own/'.length)) : join(corpus, path)
}

/** One line a thing that a service says is there. */
async function pictureOf({ environment }: Endpoint): Promise<string[]> {
  const region = environment.AWS_REGION ?? 'us-east-1'
  const text = await runPython('account_picture.py', [], { ...environment, AWS_DEFAULT_REGION: region })
  return text.trim().split('\n')
}
