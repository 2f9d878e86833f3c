import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

  describe('written as a work tree', () => {
    let target: string

    beforeEach(() => {
      target = mkdtempSync(join(tmpdir(), 'prod-replica-side-'))
      checkout.write({ 'beside.txt': 'new', 'odd [name] *': 'x', '.prod-replica/sides/x': 'x', 'sub/results/x': 'x' })
    })

    afterEach(() => rmSync(target, { recursive: true }))

    async function make(source: { without: string } | 'base'): Promise<string> {
      const revisions = createRevisions(join(checkout.folder, 'sub'))
      const sha = (await revisions.mergeBase('main')) ?? ''
      const folder = await revisions.writeTree(target, source === 'base' ? { sha } : source)
      await revisions.makeRepository(target)
      return folder
    }
    const current = () => make({ without: join(checkout.folder, 'sub/results') })
    const git = (...args: string[]) => execFileSync('git', args, { cwd: join(target, 'sub'), encoding: 'utf8' }).trim()

    it('hold what is beside the working directory, too, and say where that is', async () => {
      expect(await current()).to.equal(join(target, 'sub'))
      expect(readFileSync(join(target, 'sub/a.txt'), 'utf8')).to.equal('two')
      expect(readFileSync(join(target, 'beside.txt'), 'utf8')).to.equal('new')
      expect(existsSync(join(target, 'sub/results'))).to.equal(false)
    })

    it('are repositories of their own at the commit that is checked out, without any change, whatever is in them', async () => {
      execFileSync('git', ['tag', 'v1', 'main'], { cwd: checkout.folder })
      for (const source of ['base', { without: join(checkout.folder, 'sub/results') }] as const) {
        await make(source)
        expect(git('rev-parse', '--show-toplevel')).to.equal(target)
        expect(git('rev-parse', 'HEAD')).to.equal((await createRevisions(checkout.folder).current())?.sha)
        expect(git('status', '--porcelain')).to.equal('')
        expect(git('describe', '--tags', '--dirty')).to.match(/^v1-1-g[0-9a-f]+$/)
        expect(git('log', '--format=%s')).to.equal('Say two\nStart')
        rmSync(target, { recursive: true })
      }
      await make('base')
      expect(readFileSync(join(target, 'sub/a.txt'), 'utf8')).to.equal('one')
    })

    it('tell what is written to them later', async () => {
      await make('base')
      writeFileSync(join(target, 'sub/out.csv'), 'x')
      writeFileSync(join(target, '.gitignore'), '')
      expect(git('status', '--porcelain').split('\n').sort()).to.deep.equal(['?? sub/out.csv', 'M .gitignore'])
    })

    it('have neither branches, remotes, hooks nor settings of the checkout’s', async () => {
      const at = { cwd: checkout.folder }
      execFileSync('git', ['remote', 'add', 'origin', 'https://git.example/shop.git'], at)
      execFileSync('git', ['config', 'core.hooksPath', '/tmp/hooks'], at)
      writeFileSync(join(checkout.folder, '.git/hooks/post-commit'), 'exit 1')
      await make('base')
      expect(git('remote')).to.equal('')
      expect(git('for-each-ref')).to.equal('')
      expect(git('rev-parse', '--abbrev-ref', 'HEAD')).to.equal('HEAD')
      expect(git('config', '--local', '--list')).to.not.match(/hookspath|remote/)
      expect(existsSync(join(target, '.git/hooks'))).to.equal(false)
    })

    it('take commits that leave the checkout’s repository as it was', async () => {
      const before = repositoryOf(checkout.folder)
      await current()
      writeFileSync(join(target, 'sub/out.csv'), 'x')
      git('add', 'out.csv')
      git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'Out')
      git('gc', '-q', '--prune=now')
      expect(git('log', '-1', '--format=%s')).to.equal('Out')
      expect(repositoryOf(checkout.folder)).to.deep.equal(before)
    })

    it('keep to themselves where the surroundings name another repository', async () => {
      const before = repositoryOf(checkout.folder)
      process.env.GIT_DIR = join(checkout.folder, '.git')
      process.env.GIT_WORK_TREE = checkout.folder
      try {
        await createRevisions(checkout.folder).makeRepository(target)
      } finally {
        delete process.env.GIT_DIR
        delete process.env.GIT_WORK_TREE
      }
      expect(existsSync(join(target, '.git/HEAD'))).to.equal(true)
      expect(repositoryOf(checkout.folder)).to.deep.equal(before)
    })

    it('know where the history of a shallow clone ends', async () => {
      const clone = mkdtempSync(join(tmpdir(), 'prod-replica-clone-'))
      execFileSync('git', ['clone', '-q', '--depth=1', `file://${checkout.folder}`, clone])
      const revisions = createRevisions(clone)
      await revisions.writeTree(target, { without: join(clone, 'results') })
      await revisions.makeRepository(target)
      expect(git('log', '--format=%s')).to.equal('Say two')
      rmSync(clone, { recursive: true })
    })

    it('are no repositories outside a checkout', async () => {
      await createRevisions(tmpdir()).makeRepository(target)
      expect(readdirSync(target)).to.deep.equal([])
    })
  })
})

/** Every file of a repository with its content. */
function repositoryOf(folder: string): Record<string, string> {
  const files = readdirSync(join(folder, '.git'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'base64')]))
}
