import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createRevisions } from '../../src/adapters/revisions.ts'
import { type Checkout, makeCheckout } from '../support/checkout.ts'

describe('revisions', () => {
  let checkout: Checkout

  beforeEach(() => {
    checkout = makeCheckout({ 'sub/a.txt': 'one' })
    checkout.branch('work')
    checkout.write({ 'sub/a.txt': 'two' })
    checkout.commit('Say two\n\nbecause')
  })

  afterEach(() => checkout.remove())

  it('knows the revision, its branch and subject', async () => {
    const current = await createRevisions(checkout.folder).current()
    expect(current).to.deep.include({ branch: 'work', subject: 'Say two' })
    expect(current?.sha).to.match(/^[0-9a-f]{40}$/)
  })

  it('writes the files of the subtree as they were at the merge base', async () => {
    const revisions = createRevisions(join(checkout.folder, 'sub'))
    const base = await revisions.mergeBase('main')
    const target = mkdtempSync(join(tmpdir(), 'prod-replica-base-'))
    await revisions.exportTo(base ?? '', target)
    expect(readFileSync(join(target, 'a.txt'), 'utf8')).to.equal('one')
    rmSync(target, { recursive: true })
  })

  it('has no merge base with what git does not know, options included', async () => {
    const revisions = createRevisions(checkout.folder)
    expect(await revisions.mergeBase('nothing-here')).to.equal(undefined)
    expect(await revisions.mergeBase('--output=/tmp/x')).to.equal(undefined)
  })

  it('has no revision outside a checkout', async () => {
    expect(await createRevisions(tmpdir()).current()).to.equal(undefined)
  })
})
