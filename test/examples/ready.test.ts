import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect } from 'chai'

describe('scripts/ready.mjs', () => {
  let clone: string

  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'ready-'))
    for (const folder of ['scripts', 'src', 'bin']) mkdirSync(join(clone, folder))
    cpSync('scripts/ready.mjs', join(clone, 'scripts/ready.mjs'))
    for (const file of ['package.json', 'package-lock.json', 'scripts/build.mjs', 'src/main.ts']) writeFileSync(join(clone, file), '')
    writeNpm('echo "$1" >> called')
  })

  afterEach(() => rmSync(clone, { recursive: true, force: true }))

  it('installs the packages and builds the helper on a fresh clone, with a word about each', () => {
    const { status, stdout, stderr } = makeReady()
    expect(status).to.equal(0)
    expect(npmCalls()).to.deep.equal(['ci', 'run'])
    expect(stderr).to.match(/^Installing the packages.*\nBuilding dist\/prod-replica\.cjs/)
    expect(stdout).to.equal('')
  })

  it('does and says nothing when all is there', () => {
    installAndBuild()
    expect(makeReady()).to.include({ status: 0, stdout: '', stderr: '' })
    expect(npmCalls()).to.deep.equal([])
  })

  it('installs again after package-lock.json has changed', () => {
    installAndBuild()
    touch('package-lock.json')
    makeReady()
    expect(npmCalls()).to.deep.equal(['ci'])
  })

  it('builds again after a source has changed', () => {
    installAndBuild()
    touch('src/main.ts')
    makeReady()
    expect(npmCalls()).to.deep.equal(['run'])
  })

  it('stops with one clear sentence when npm fails', () => {
    writeNpm('echo "npm error network" >&2; exit 1')
    const { status, stderr } = makeReady()
    expect(status).to.equal(3)
    expect(stderr).to.match(/npm error network\nThe packages could not be installed: "npm ci .*" failed; its message is above\./)
    expect(stderr).not.to.contain('    at ')
  })

  it('stops with one clear sentence when there is no npm', () => {
    rmSync(join(clone, 'bin/npm'))
    const { status, stderr } = makeReady([], join(clone, 'bin'))
    expect(status).to.equal(3)
    expect(stderr).to.match(/npm could not be started .*Install npm/)
  })

  it('refuses a Node that is too old, and names the oldest that will do', () => {
    const old = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '18.20.4' } })`
    const { status, stderr } = makeReady(['--import', old])
    expect(status).to.equal(2)
    expect(stderr).to.equal('prod-replica needs Node 20.19 or newer, and this is Node 18.20.4.\n')
    expect(npmCalls()).to.deep.equal([])
  })

  function makeReady(nodeOptions: string[] = [], path = `${join(clone, 'bin')}${delimiter}${process.env.PATH}`) {
    const args = [...nodeOptions, join(clone, 'scripts/ready.mjs')]
    return spawnSync(process.execPath, args, { cwd: tmpdir(), encoding: 'utf8', env: { PATH: path } })
  }

  function writeNpm(line: string): void {
    writeFileSync(join(clone, 'bin/npm'), `#!/bin/sh\n${line}\n`)
    chmodSync(join(clone, 'bin/npm'), 0o755)
  }

  function npmCalls(): string[] {
    const path = join(clone, 'called')
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
  }

  function installAndBuild(): void {
    for (const folder of ['node_modules', 'dist']) mkdirSync(join(clone, folder))
    for (const file of ['node_modules/.package-lock.json', 'dist/prod-replica.cjs', 'dist/local-cloud.cjs']) touch(file)
  }

  /** Newer than anything that was made before. */
  function touch(file: string): void {
    writeFileSync(join(clone, file), '')
    const later = Date.now() / 1000 + (file.startsWith('src') || file.startsWith('package') ? 20 : 10)
    utimesSync(join(clone, file), later, later)
  }
})
