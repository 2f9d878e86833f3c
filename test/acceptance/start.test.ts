import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { commands } from '../../src/cli/commands/index.ts'
import { makeProject, runHelper } from '../support/run-helper.ts'

/** The SDK's HTTP handler cannot be loaded without this part of Node; nothing else of ours asks for it. */
const loadedBySdk = ['https']

describe('the bundled helper', () => {
  let folder: string
  let spy: string

  before(async () => {
    folder = await makeProject({})
    spy = join(folder, 'spy.cjs')
    await writeFile(spy, "process.on('exit', () => process.stderr.write(JSON.stringify(process.moduleLoadList)))\n")
  })

  const loadedBy = async (words: string[]): Promise<string[]> => {
    const { stderr } = await runHelper(words, { folder, node: ['--require', spy] })
    const list = JSON.parse(stderr.slice(stderr.lastIndexOf('["'))) as string[]
    return loadedBySdk.filter((name) => list.includes(`NativeModule ${name}`))
  }

  for (const words of [['--version'], ['--help'], ['rehearse', '--help']]) {
    it(`loads no AWS SDK for ${words.join(' ')}`, async () => {
      expect(await loadedBy(words)).to.deep.equal([])
    })
  }

  it('loads the SDK for a command that calls AWS', async () => {
    expect(await loadedBy(['list', '--region', 'us-east-1'])).to.include('https')
  })

  it('keeps to itself what the SDK says of an older version of Node', async () => {
    const environment = {
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_MAX_ATTEMPTS: '1',
    }
    const { stderr } = await runHelper(['list', '--region', 'us-east-1'], { folder, environment })
    expect(stderr).to.contain('the connection was refused').and.not.contain('NodeVersionSupportWarning')
  })

  it('tells its version, the one of package.json', async () => {
    const { version } = JSON.parse(await (await import('node:fs/promises')).readFile('package.json', 'utf8'))
    expect((await runHelper(['--version'], { folder })).stdout.trim()).to.equal(version)
  })

  for (const command of Object.keys(commands)) {
    it(`explains ${command} within a screen, with three examples`, async () => {
      const { stdout, exitCode } = await runHelper([command, '--help'], { folder })
      expect(exitCode).to.equal(0)
      expect(stdout.trimEnd().split('\n').length).to.be.at.most(40)
      expect(stdout.split('Examples:\n')[1]?.trimEnd().split('\n')).to.have.length.of.at.least(3)
    })
  }
})
