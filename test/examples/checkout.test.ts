import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { changes } from '../../examples/demo/changes.ts'
import { checkOutChange, makeCheckout } from '../../examples/demo/checkout.ts'

describe('the demo’s checkout', () => {
  let folder: string

  before(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'checkout-')), 'new-vision')
    await makeCheckout(folder)
    for (const change of changes) await checkOutChange(folder, change)
  })

  after(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

  it('has a branch for each change, one commit ahead of main', () => {
    const ahead = changes.map((change) => git('log', '--format=%s', `main..${change.name}`))
    expect(ahead).to.deep.equal(changes.map((change) => change.subject))
  })

  it('lays each change’s migration over production’s', () => {
    const added = changes.map((change) => git('diff', '--name-status', 'main', change.name, '--', 'db'))
    expect(added).to.deep.equal([
      'A\tdb/migrations/warehouse/0002_add_ela_retake.sql',
      'A\tdb/migrations/warehouse/0002_rename_ela_score.sql',
      'A\tdb/migrations/warehouse/0002_drop_ela_school.sql',
      'A\tdb/migrations/warehouse/0002_math_score_as_text.sql',
    ])
  })

  it('adds code with the new column, and with no other change', () => {
    const changed = changes.map((change) => git('diff', '--name-only', 'main', change.name, '--', '.', ':!db'))
    expect(changed).to.deep.equal(['pipelines/assess.mjs', '', '', ''])
  })

  it('commits neither packages nor the changes themselves', () => {
    expect(git('ls-files', 'node_modules', 'changes')).to.equal('')
    expect(git('status', '--porcelain')).to.equal('')
  })

  function git(...args: string[]): string {
    return execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()
  }
})
