import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect } from 'chai'
import { startTestCloud, type TestCloud } from '../local-cloud/support.ts'
import { makeProject } from '../support/run-helper.ts'
import { screenOf } from '../support/screen.ts'

const network = 'Resources: {Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}, Queue: {Type: AWS::SQS::Queue}}'
const spec = 'version: 1\nproduction: {region: us-east-1, templates: {network: network.yml}}\nstores: {}\n'
const room = { columns: 90, rows: 12 }

describe('the helper in a pseudo-terminal', function () {
  this.timeout(60_000)
  let local: TestCloud
  let folder: string
  beforeEach(async () => {
    local = await startTestCloud({ timeScale: 0.6 })
    folder = await makeProject({ 'replica.yml': spec, 'network.yml': network })
  })
  afterEach(async () => {
    await local.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('shows what is under way within its width, and leaves only the lines that stay', async () => {
    const { bytes, exitCode } = await runInTerminal({ TERM: 'xterm' })
    expect(exitCode).to.equal(0)
    const views = bytes.split('\u001b[?25l').slice(1)
    expect(views.length).to.be.greaterThan(5)
    const lines = views.flatMap((view) => view.split('\u001b[K').slice(0, -1)).map((line) => line.replace(/[\r\n]/g, ''))
    expect(lines.some((line) => /Vpc \d+ s/.test(line))).to.equal(true)
    expect(lines.some((line) => /about .* left/.test(line))).to.equal(true)
    for (const line of lines) expect(line.length).to.be.lessThan(room.columns)
    const { lines: left, isCursorHidden } = screenOf(bytes)
    expect(isCursorHidden).to.equal(false)
    expect(left.filter((line) => / so far|left:/.test(line))).to.deep.equal([])
    expect(left.at(-2)).to.match(/^replica try-xterm is up until/)
  })

  it('gives the terminal back when it is interrupted', async () => {
    const { bytes, exitCode } = await runInTerminal({ TERM: 'xterm' }, 4)
    expect(exitCode).to.equal(130)
    expect(bytes).to.contain('\u001b[?25l')
    const { lines, isCursorHidden } = screenOf(bytes)
    expect(isCursorHidden).to.equal(false)
    expect(lines.join('\n')).to.contain('SIGINT: cleaning up').and.to.contain('interrupted by SIGINT')
    expect(lines.filter((line) => line.includes('so far'))).to.deep.equal([])
  })

  it('moves no cursor in CI and on a dumb terminal', async () => {
    for (const variables of [{ TERM: 'xterm', CI: 'true' }, { TERM: 'dumb' }]) {
      const { bytes, exitCode } = await runInTerminal(variables)
      expect(exitCode).to.equal(0)
      expect(bytes).to.not.contain('\u001b')
      expect(bytes).to.match(/1\/2 {2}Vpc \(AWS::EC2::VPC\) is up after/)
    }
  })

  async function runInTerminal(variables: Record<string, string>, interruptAfter = 0): Promise<{ bytes: string; exitCode: number }> {
    const helper = [process.execPath, '--import', 'tsx', resolve('src/main.ts')]
    const words = [...helper, 'provision-replica', '--id', `try-${variables.TERM}`, '--config', `${folder}/replica.yml`]
    const size = [room.columns, room.rows, interruptAfter].map(String)
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      AWS_ENDPOINT_URL: local.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      ...variables,
    }
    const python = process.env.PROD_REPLICA_PYTHON ?? 'python3'
    const child = spawn(python, [resolve('test/conformance/terminal.py'), ...size, ...words], { env, cwd: resolve('.') })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    const [exitCode] = (await once(child, 'close')) as [number]
    return { bytes: Buffer.concat(chunks).toString(), exitCode }
  }
})
