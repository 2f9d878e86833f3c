import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { startLocalCloud } from '../../src/local-cloud/start.ts'
import { startMoto } from '../support/moto.ts'
import { runPython } from '../support/python.ts'

describe('what replicas are made, found and deleted with', function () {
  this.timeout(300_000)

  it('is on the local cloud as on moto, for boto3 and the AWS CLI', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
    const cloud = await startLocalCloud({ folder, timeScale: 0 })
    const moto = await startMoto()
    try {
      const lines = await runPython('driving.py', [cloud.endpoint, moto.endpoint], {})
      expect(lines.match(/^ok /gm)).to.have.length.at.least(20)
    } finally {
      await Promise.all([moto.close(), cloud.close()])
      await rm(folder, { recursive: true, force: true })
    }
  })
})
