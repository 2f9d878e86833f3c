import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { handlers } from '../../src/local-cloud/resources/index.ts'
import type { ResourceRequest } from '../../src/local-cloud/types.ts'
import type { LocalServices } from '../support/local-services.ts'
import { serveLocalServices } from '../support/local-services.ts'

const run = promisify(execFile)

describe('boto3 and the AWS CLI on the local cloud', function () {
  this.timeout(180_000)
  let local: LocalServices

  before(async () => {
    local = await serveLocalServices()
  })

  after(() => local.close())

  it('drive its services without noticing that they are not at AWS', async () => {
    const python = await findPython()
    const master = { MasterUsername: 'owner', MasterUserPassword: 'password-1' }
    const there = [
      await create('AWS::RDS::DBInstance', { ...master, Engine: 'postgres' }),
      await create('AWS::Redshift::Cluster', { ...master, NodeType: 'ra3.large', ClusterType: 'single-node', DBName: 'dev' }),
      await create('AWS::EC2::Instance', {}),
    ]
    const { stdout } = await run(python, [join(import.meta.dirname, 'services.py'), ...there], { env: environment() }).catch((error) => {
      throw new Error(`${error.stdout}\n${error.stderr}`)
    })
    expect(stdout.trim().split('\n').length).to.be.at.least(18)
  })

  async function create(type: string, properties: ResourceRequest['properties']): Promise<string> {
    const request = { type, logicalId: 'R', stackName: 's', stackId: 'arn', properties, tags: {} }
    return (await handlers[type]?.create(request, local.world))?.physicalId ?? ''
  }

  /** The user's own AWS settings stay out of it. */
  function environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: local.world.folder,
      LC_ALL: 'C.UTF-8',
      AWS_ENDPOINT_URL: local.config.endpoint,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
    }
  }
})

async function findPython(): Promise<string> {
  const python = process.env.PROD_REPLICA_PYTHON
  const advice = 'python3 -m venv v && v/bin/pip install -r test/conformance/requirements.txt'
  if (!python) throw new Error(`PROD_REPLICA_PYTHON must name a Python that has boto3 and the AWS CLI: ${advice}`)
  await access(join(dirname(python), 'aws')).catch(() => {
    throw new Error(`there is no AWS CLI beside ${python}: ${advice}`)
  })
  return python
}
