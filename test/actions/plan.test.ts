import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { plan } from '../../src/actions/plan.ts'
import { createFiles } from '../../src/adapters/files.ts'
import type { ExitCode } from '../../src/errors.ts'
import type { Ports } from '../../src/ports/index.ts'
import { rejection } from '../support/rejection.ts'

const template =
  'Parameters: {Password: {Type: String, NoEcho: true}, Stage: {Type: String, Default: prod}}\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: !Ref Password, KmsMasterKeyId: !Ref Stage}\n'
const leaky =
  'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {KmsMasterKeyId: "arn:aws:kms:us-east-1:123456789012:key/abc"}\n'
const spec = (templates: string) => `version: 1\nstores: {}\nproduction:\n  templates:\n${templates}`
const shop = '    shop: {path: shop.yml, parameters: {Password: hunter2-hunter2}}\n'

describe('plan', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prod-replica-plan-'))
    await write({ 'replica.yml': spec(shop), 'shop.yml': template })
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const write = async (files: Record<string, string>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  }
  const run = async (options: { json?: boolean; out?: string } = {}): Promise<{ exitCode: ExitCode; text: string }> => {
    const printed: string[] = []
    const options_ = { config: 'replica.yml', results: '.prod-replica', id: 'rep-1', json: false, ...options }
    const exitCode = await plan(options_, portsOf(folder, printed))
    return { exitCode, text: printed.join('') }
  }
  const listed = async (path: string): Promise<string[]> => (await readdir(join(folder, path), { recursive: true })).sort()
  const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8')

  it('prints the plan and exits 0; with --json it has the estimate, and never a secret', async () => {
    const shown = await run()
    expect(shown.exitCode).to.equal(0)
    expect(shown.text).to.contain('✓ This plan may be carried out')
    const { text } = await run({ json: true })
    expect(JSON.parse(text)).to.have.nested.property('estimate.cost.date')
    expect(JSON.parse(text)).to.have.nested.property('estimate.time.upSeconds')
    expect(shown.text + text).to.not.contain('hunter2')
  })

  it('writes templates, parameters and plan.json to the folder', async () => {
    const { exitCode, text } = await run({ out: 'derived' })
    expect(exitCode).to.equal(0)
    expect(text).to.contain('Wrote 3 files to derived.')
    const names = await listed('derived')
    expect(names.map((name) => name.replace(/^shop\.\w+$/, 'shop'))).to.deep.equal([
      'parameters',
      'parameters/shop.json',
      'plan.json',
      'shop',
    ])
    const texts = await Promise.all(names.filter((name) => name !== 'parameters').map((name) => read(join('derived', name))))
    expect(texts.join('\n')).to.not.contain('hunter2')
    expect(JSON.parse(await read('derived/parameters/shop.json'))).to.deep.equal([{ ParameterKey: 'Stage', ParameterValue: 'prod' }])
    expect(JSON.parse(await read('derived/plan.json'))).to.include({ replicaId: 'rep-1', writtenBy: 'prod-replica plan' })
  })

  it('writes nothing when leaks stop the plan, exits 2 and says so', async () => {
    await write({ 'shop.yml': leaky })
    const { exitCode, text } = await run({ out: 'derived' })
    expect(exitCode).to.equal(2)
    expect(text).to.contain('shop.yml:4 /Resources/Topic/Properties/KmsMasterKeyId')
    expect(text).to.match(/Nothing was written to derived\.\n$/)
    expect(await readdir(folder)).to.not.include('derived')
  })

  it('overwrites what an earlier plan wrote, and removes what this one does not have', async () => {
    await write({ 'replica.yml': spec(`${shop}    old: {path: old.yml}\n`), 'old.yml': 'Resources: {T: {Type: AWS::SNS::Topic}}\n' })
    await run({ out: 'derived' })
    const before = await listed('derived')
    await write({ 'replica.yml': spec(shop), 'shop.yml': template.replace('Topic:', 'Other:') })
    expect((await run({ out: 'derived' })).exitCode).to.equal(0)
    const after = await listed('derived')
    expect(before.filter((name) => !after.includes(name)).map((name) => name.split('.')[0])).to.deep.equal(['old'])
    expect(await read(join('derived', after.find((name) => name.startsWith('shop.')) ?? ''))).to.contain('Other')
  })

  it('touches no file that is not from an earlier plan, or has been changed since, and then writes none', async () => {
    await mkdir(join(folder, 'derived/parameters'), { recursive: true })
    await write({ 'derived/parameters/shop.json': 'mine' })
    const fault = await rejection(run({ out: 'derived' }))
    expect(fault).to.include({ code: 'cli.file_in_the_way', exitCode: 2 })
    expect(await listed('derived')).to.deep.equal(['parameters', 'parameters/shop.json'])
    await rm(join(folder, 'derived'), { recursive: true })
    await run({ out: 'derived' })
    await write({ 'derived/parameters/shop.json': 'edited', 'shop.yml': template.replace('Topic:', 'Other:') })
    expect(await rejection(run({ out: 'derived' }))).to.include({ code: 'cli.file_in_the_way' })
    expect(await read('derived/parameters/shop.json')).to.equal('edited')
  })

  it('takes no plan.json for its own that is not, and removes nothing that it names outside', async () => {
    await mkdir(join(folder, 'derived'))
    for (const text of ['{}', '[]', 'null', 'no json', '{"writtenBy": "me", "files": {}}', '']) {
      await write({ 'derived/plan.json': text })
      expect(await rejection(run({ out: 'derived' })), text).to.include({ code: 'cli.file_in_the_way' })
    }
    const digest = '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae' // of foo
    await write({
      victim: 'foo',
      'derived/plan.json': JSON.stringify({ writtenBy: 'prod-replica plan', files: { '../victim': [digest] } }),
    })
    await run({ out: 'derived' })
    expect(await read('victim')).to.equal('foo')
  })

  it('carries on where an earlier run was killed between two files', async () => {
    await run({ out: 'derived' })
    await write({ 'shop.yml': template.replace('Default: prod', 'Default: prod2') })
    let writes = 0
    const ports = portsOf(folder, [])
    const files = {
      ...ports.files,
      write: async (...call: Parameters<Ports['files']['write']>) => {
        if (++writes > 2) throw new Error('killed')
        await ports.files.write(...call)
      },
    }
    const options = { config: 'replica.yml', results: '.prod-replica', id: 'rep-1', json: false, out: 'derived' }
    expect(await rejection(plan(options, { ...ports, files }))).to.have.property('message', 'killed')
    expect(JSON.parse(await read('derived/plan.json'))).to.include({ unfinished: true })
    expect((await run({ out: 'derived' })).exitCode).to.equal(0)
    expect(await read('derived/parameters/shop.json')).to.contain('prod2')
  })
})

function portsOf(folder: string, printed: string[]): Ports {
  const output = {
    print: (text: string) => void printed.push(text),
    report: () => {},
    show: () => {},
    hide: () => {},
    isTerminal: false,
    wantsColour: false,
    columns: 100,
    rows: 24,
  }
  const parts: Partial<Ports> = {
    clock: { now: () => new Date('2026-11-24T09:00:00Z') } as Ports['clock'],
    files: createFiles(folder),
    revisions: { current: async () => undefined } as unknown as Ports['revisions'],
    output,
    folder,
    workingFolder: folder,
    environment: {},
  }
  return parts as Ports
}
