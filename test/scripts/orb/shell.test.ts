import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Ended, runScript, shells } from './run-script.ts'

const helperText = '#!/usr/bin/env node\nconsole.log("helper:", process.argv[2]); process.exitCode = Number(process.env.WANTED ?? 0)\n'
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

for (const shell of shells) {
  describe(`the orb's scripts in ${shell.join(' ')}`, () => {
    let folder: string
    let server: Server
    let requests: string[]

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'prod-replica-shell-'))
      mkdirSync(join(folder, 'home'))
      writeFileSync(join(folder, 'helper.cjs'), helperText)
      requests = []
      server = createServer((request, response) => {
        requests.push(request.url ?? '')
        if (request.url === '/busy' && requests.length === 1) return response.writeHead(503).end()
        response.end(request.url === '/tampered' ? `${helperText}// and more` : helperText)
      })
      await once(server.listen(0, '127.0.0.1'), 'listening')
    })

    afterEach(async () => {
      server.close()
      await once(server, 'close')
      rmSync(folder, { recursive: true })
    })

    const installed = (): string => join(folder, 'home', '.prod-replica', '1.2.3', 'prod-replica.cjs')
    const address = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
    const run = (script: string, environment: Record<string, string>): Promise<Ended> =>
      runScript(shell, script, { HOME: join(folder, 'home'), ...environment }, folder)
    const install = (environment: Record<string, string>): Promise<Ended> =>
      run('install', { PROD_REPLICA_HELPER_VERSION: '1.2.3', PROD_REPLICA_HELPER_STAMP: sha256(helperText), ...environment })
    const command = (name: string, environment: Record<string, string>): Promise<Ended> =>
      run('run', { PROD_REPLICA_HELPER_VERSION: '1.2.3', PROD_REPLICA_COMMAND: name, PROD_REPLICA_RESULTS: 'out', ...environment })
    const verdict = (name: string): Promise<Ended> => run('verdict', { PROD_REPLICA_COMMAND: name, PROD_REPLICA_RESULTS: 'out' })

    it('installs the helper from a file, outside the checkout and under its version', async () => {
      const { exitCode, output } = await install({ PROD_REPLICA_HELPER_PATH: 'helper.cjs' })
      expect(exitCode, output).to.equal(0)
      expect(readFileSync(installed(), 'utf8')).to.equal(helperText)
    })

    it('downloads the helper once, and finds it the second time', async () => {
      const first = await install({ PROD_REPLICA_HELPER_URL: address('/helper') })
      const second = await install({ PROD_REPLICA_HELPER_URL: address('/helper') })
      expect([first.exitCode, second.exitCode], first.output).to.deep.equal([0, 0])
      expect(second.output).to.contain('there already')
      expect(requests).to.deep.equal(['/helper'])
    })

    it('tries again when the server is busy for a moment', async () => {
      const { exitCode, output } = await install({ PROD_REPLICA_HELPER_URL: address('/busy') })
      expect(exitCode, output).to.equal(0)
      expect(requests).to.have.length(2)
    })

    it('does not install a helper that is not the one it was packed for', async () => {
      const { exitCode, output } = await install({ PROD_REPLICA_HELPER_URL: address('/tampered') })
      expect(exitCode).to.equal(2)
      expect(output).to.contain(sha256(helperText)).and.to.contain('was not installed')
      expect(existsSync(installed())).to.equal(false)
    })

    it('replaces a helper that was changed where it is kept', async () => {
      await install({ PROD_REPLICA_HELPER_PATH: 'helper.cjs' })
      writeFileSync(installed(), 'tampered')
      await install({ PROD_REPLICA_HELPER_PATH: 'helper.cjs' })
      expect(readFileSync(installed(), 'utf8')).to.equal(helperText)
    })

    it('takes another build only with that build’s checksum', async () => {
      writeFileSync(join(folder, 'helper.cjs'), 'another build')
      const without = await install({ PROD_REPLICA_HELPER_PATH: 'helper.cjs' })
      const given = sha256('another build').toUpperCase()
      const withSum = await install({ PROD_REPLICA_HELPER_PATH: 'helper.cjs', PROD_REPLICA_HELPER_SHA256: given })
      expect([without.exitCode, withSum.exitCode], withSum.output).to.deep.equal([2, 0])
    })

    it('says in one sentence what is missing', async () => {
      const empty = join(folder, 'bin')
      mkdirSync(empty)
      const noNode = await install({ PATH: empty })
      writeFileSync(join(empty, 'node'), '#!/bin/sh\n[ "$1" = --version ] && echo v18.20.0\nexit 1\n')
      chmodSync(join(empty, 'node'), 0o755)
      const oldNode = await install({ PATH: empty })
      rmSync(join(empty, 'node'))
      symlinkSync(process.execPath, join(empty, 'node'))
      symlinkSync('/usr/bin/tr', join(empty, 'tr'))
      const noNpm = await install({ PATH: empty })
      const noFetcher = await install({ PATH: empty, PROD_REPLICA_HELPER_URL: address('/helper') })
      expect([noNode, oldNode, noNpm, noFetcher].map(({ exitCode }) => exitCode)).to.deep.equal([2, 2, 2, 2])
      expect(noNode.output).to.match(/^prod-replica: this image has no node\. [^\n]+\n$/)
      expect(oldNode.output).to.match(/^prod-replica: Node v18\.20\.0 is too old\. [^\n]+\n$/)
      expect(noNpm.output).to.match(/^prod-replica: this image has no npm\. [^\n]+\n$/)
      expect(noFetcher.output).to.match(/^prod-replica: this image has neither curl nor wget\. [^\n]+\n$/)
    })

    for (const exitCode of [0, 1, 2, 3, 143]) {
      it(`keeps the exit code ${exitCode} of the helper for the last step`, async () => {
        await install({ PROD_REPLICA_HELPER_PATH: 'helper.cjs' })
        const ran = await command('teardown', { WANTED: String(exitCode) })
        expect(ran).to.deep.equal({ exitCode: 0, output: 'helper: teardown\n' })
        expect((await verdict('teardown')).exitCode).to.equal(exitCode)
      })
    }

    it('does not take the exit code of an earlier run for this one’s', async () => {
      await install({ PROD_REPLICA_HELPER_PATH: 'helper.cjs' })
      await command('teardown', {})
      writeFileSync(installed(), 'process.kill(process.ppid, "SIGKILL")')
      await command('teardown', {})
      expect(await verdict('teardown')).to.deep.equal({ exitCode: 3, output: 'prod-replica: teardown did not come to its end.\n' })
    })

    it('refuses a results folder outside the working directory', async () => {
      await install({ PROD_REPLICA_HELPER_PATH: 'helper.cjs' })
      for (const results of ['', '/tmp/x', '../x', 'a/../../x', '${HOME}/x']) {
        const { exitCode, output } = await command('notify', { PROD_REPLICA_RESULTS: results })
        expect(exitCode).to.equal(2)
        expect(output).to.match(/^prod-replica: results must be a plain path/)
      }
    })

    it('takes no parameter for shell text', async () => {
      const hostile = `$(touch pwned) \`touch pwned\` '; touch pwned; " \n touch pwned 🙂`
      writeFileSync(join(folder, hostile), helperText)
      const results = [
        await install({ PROD_REPLICA_HELPER_PATH: hostile, PROD_REPLICA_HELPER_SHA256: hostile }),
        await install({ PROD_REPLICA_HELPER_URL: address('/$(touch${IFS}pwned)`touch${IFS}pwned`\';touch${IFS}pwned;"') }),
        await install({ PROD_REPLICA_HELPER_PATH: hostile, PROD_REPLICA_HELPER_STAMP: sha256(`${helperText} `) }),
      ]
      expect(results.map(({ exitCode }) => exitCode)).to.deep.equal([2, 0, 2])
      await command('notify', { PROD_REPLICA_CONFIG: hostile, PROD_REPLICA_RESULTS: hostile.replaceAll('$', '') })
      expect(existsSync(join(folder, 'pwned'))).to.equal(false)
    })

    it('waits for the helper to clean up when the step is interrupted', async () => {
      await install({ PROD_REPLICA_HELPER_PATH: 'helper.cjs' })
      const cleansUp =
        'process.on("SIGTERM", () => setTimeout(() => process.exit(143), 100)); process.kill(0, "SIGTERM"); setTimeout(() => {}, 9999)'
      writeFileSync(installed(), cleansUp)
      await command('rehearse', {})
      expect((await verdict('rehearse')).exitCode).to.equal(143)
    })
  })
}
