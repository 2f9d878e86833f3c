import { expect } from 'chai'
import { blockOwners, withBlock, withNames, withoutBlocks } from '../../../src/adapters/names/hosts-text.ts'

const hosts = '127.0.0.1 localhost\n10.0.0.7 App-Db.example other # by hand\n10.0.0.8 app-db.example\n'

describe('hosts files', () => {
  it('lead our names, and no line before says otherwise', () => {
    expect(withNames(hosts, { 'app-db.example': '127.70.0.1' })).to.equal(
      '127.0.0.1 localhost\n10.0.0.7 other\n127.70.0.1 app-db.example\n',
    )
  })

  it('get a block at the beginning, and are what they were without it', () => {
    const text = withBlock(hosts, { 'app-db.example': '127.70.0.1' }, 41)
    expect(text.split('\n').slice(0, 3)).to.deep.equal(['# prod-replica begin 41', '127.70.0.1 app-db.example', '# prod-replica end'])
    expect(blockOwners(text)).to.deep.equal([41])
    expect(withoutBlocks(text, () => true)).to.equal(hosts)
  })

  it('keep the blocks of runs that live', () => {
    const both = withBlock(withBlock(hosts, { 'a.example': '127.70.0.1' }, 41), { 'b.example': '127.70.0.2' }, 42)
    expect(withoutBlocks(both, (pid) => pid === 41)).to.equal(withBlock(hosts, { 'b.example': '127.70.0.2' }, 42))
  })
})
