import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type LocalCloud, startLocalCloud } from '../../src/local-cloud/start.ts'
import { startMoto } from '../support/moto.ts'
import { runPython } from '../support/python.ts'

describe('CloudFormation of the local cloud', function () {
  this.timeout(300_000)
  let folder: string
  let cloud: LocalCloud

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'conformance-'))
    cloud = await startLocalCloud({ folder, timeScale: 0 })
  })
  afterEach(async () => {
    await cloud.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('is driven by the AWS CLI and boto3 as AWS is', async () => {
    const lines = await runPython('cloudformation.py', [], cloud.environment)
    expect(lines.match(/^ok /gm)).to.have.length.at.least(20)
  })

  it('gives what moto gives for the same templates', async () => {
    const moto = await startMoto()
    try {
      const lines = await runPython('moto.py', [cloud.endpoint, moto.endpoint], {})
      expect(lines.match(/^ok /gm)).to.have.length.at.least(10)
    } finally {
      await moto.close()
    }
  })
})
