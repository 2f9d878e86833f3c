import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { openState } from '../../src/local-cloud/state.ts'

describe('the state of the local cloud', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'state-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('gives back what was put, after it was opened again', async () => {
    const table = (await openState(folder)).table<{ n: number }>('things')
    await table.put('arn:aws:x/../../y', { n: 1 })
    await table.put('other', { n: 2 })
    await table.remove('other')
    const again = (await openState(folder)).table<{ n: number }>('things')
    expect(again.entries()).to.deep.equal([['arn:aws:x/../../y', { n: 1 }]])
  })

  it('has the last of many changes on disk, once the last promise has resolved', async () => {
    const table = (await openState(folder)).table<{ n: number }>('things')
    await Promise.all(Array.from({ length: 100 }, (_, n) => table.put('key', { n })))
    expect((await openState(folder)).table<{ n: number }>('things').get('key')).to.deep.equal({ n: 99 })
  })

  it('takes changes of one key from many sides, each after its own last one', async () => {
    const table = (await openState(folder)).table<{ n: number }>('things')
    const side = async (start: number): Promise<void> => {
      for (let n = 0; n < 30; n++) await table.put('key', { n: start + n })
    }
    await Promise.all([side(0), side(100), side(200)])
    expect((await openState(folder)).table('things').get('key')).to.deep.equal(table.get('key'))
  })

  it('keeps what was removed while it was being written removed', async () => {
    const table = (await openState(folder)).table<{ n: number }>('things')
    await Promise.all([table.put('key', { n: 1 }), table.remove('key')])
    expect((await openState(folder)).table('things').get('key')).to.equal(undefined)
  })

  it('lets nobody else read it, and leaves no half-written file', async () => {
    await (await openState(folder)).table('things').put('key', {})
    const [file = '', ...others] = await readdir(join(folder, 'state/things'))
    expect(others).to.deep.equal([])
    expect((await stat(join(folder, 'state/things', file))).mode & 0o077).to.equal(0)
  })

  it('names the file that is damaged', async () => {
    await (await openState(folder)).table('things').put('key', {})
    const [file = ''] = await readdir(join(folder, 'state/things'))
    await writeFile(join(folder, 'state/things', file), '{"key":')
    const error = await openState(folder).catch((caught: Error) => caught)
    expect(error).to.have.property('code', 'local.state_damaged')
    expect(error).to.have.property('message').that.contains(file)
  })
})
