import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { mask } from '../../src/actions/mask.ts'
import { createFiles } from '../../src/adapters/files.ts'
import { isReplicaError } from '../../src/errors.ts'
import type { Ports } from '../../src/ports/index.ts'
import { rejection } from '../support/rejection.ts'

describe('prod-replica mask', () => {
  let folder: string
  let printed: string
  const options = { config: 'replica.yml', results: '.prod-replica', json: false, confirm: false }
  const portsOf = (): Ports => {
    const print = (text: string) => {
      printed += text
    }
    return { files: createFiles(folder), workingFolder: folder, output: { print } } as unknown as Ports
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prod-replica-mask-'))
    printed = ''
  })
  afterEach(() => rm(folder, { recursive: true }))

  const propose = (text: string) => createFiles(folder).write('.prod-replica/replica.columns', text)

  it('shows what is new and what is gone since the confirmation, and changes nothing', async () => {
    await writeFile(join(folder, 'replica.columns'), '# old\napp.public.t.a text\napp.public.t.b integer\n')
    await propose('app.public.t.a text\napp.public.t.b bigint\n')
    await mask(options, portsOf())
    expect(printed).to.contain('+ app.public.t.b bigint\n- app.public.t.b integer\n').and.contain('--confirm')
    expect(await readFile(join(folder, 'replica.columns'), 'utf8')).to.contain('integer')
  })

  it('writes replica.columns with --confirm, and then finds nothing new', async () => {
    await propose('app.public.t.a text\n')
    await mask({ ...options, confirm: true }, portsOf())
    expect(await readFile(join(folder, 'replica.columns'), 'utf8')).to.equal('app.public.t.a text\n')
    printed = ''
    await mask({ ...options, json: true }, portsOf())
    expect(JSON.parse(printed)).to.deep.equal({ file: 'replica.columns', confirmed: false, added: [], gone: [] })
  })

  it('says what to run where no run has left results, and where a line is none', async () => {
    expect(isReplicaError(await rejection(mask(options, portsOf())), 'mask.no_proposal')).to.equal(true)
    await propose('app.public.t.a text\n')
    await writeFile(join(folder, 'replica.columns'), '\nnonsense\n')
    const error = await rejection(mask(options, portsOf()))
    if (!isReplicaError(error, 'mask.bad_confirmation')) throw error
    expect(error.text.place).to.equal('replica.columns:2:1')
  })
})
