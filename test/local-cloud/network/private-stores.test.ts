import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ListCommandsCommand, SSMClient } from '@aws-sdk/client-ssm'
import { expect } from 'chai'
import { knowsProcesses } from '../../../src/local-cloud/network/host-processes.ts'
import { type LocalCloud, startLocalCloud } from '../../../src/local-cloud/start.ts'
import { deploy } from '../../support/deploy.ts'
import { runOnHost } from '../../support/on-host.ts'

/** Asks a PostgreSQL server for TLS, which it answers by a letter, and waits for that. */
const ask = (port: number) =>
  `const c = require('net').connect(${port}, '127.0.0.1', () => c.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));` +
  "c.on('data', (d) => { console.log(String(d)); process.exit(0) })"

const database = (more: object) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { Engine: 'postgres', MasterUsername: 'owner', MasterUserPassword: 'only-in-this-test', ...more },
})
const template = {
  Resources: { Host: { Type: 'AWS::EC2::Instance' }, Inner: database({}), Outer: database({ PubliclyAccessible: true }) },
  Outputs: {
    Host: { Value: { Ref: 'Host' } },
    Inner: { Value: { 'Fn::GetAtt': ['Inner', 'Endpoint.Port'] } },
    Outer: { Value: { 'Fn::GetAtt': ['Outer', 'Endpoint.Port'] } },
  },
}

describe('the local cloud with private stores', function () {
  this.timeout(60_000)
  let folder: string
  let cloud: LocalCloud
  let outputs: Record<string, string>

  before(async function () {
    // Elsewhere the option is refused.
    if (!(await knowsProcesses())) return this.skip()
    folder = await mkdtemp(join(tmpdir(), 'local-cloud-'))
    cloud = await startLocalCloud({ folder, timeScale: 0, privateStores: true })
    outputs = await deploy(cloud.endpoint, 'shop', template)
  })
  after(async () => {
    await cloud?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('lets a host reach its database, and does not answer anybody else', async () => {
    const port = Number(outputs.Inner)
    expect(await onHost(`node -e "${ask(port)}"`)).to.equal('N\n')
    expect(await onHost(`setsid sh -c "exec node -e \\"${ask(port)}\\""`)).to.equal('N\n')
    expect(await answerTo(port)).to.equal('')
  })

  it('lets everybody reach a database that is publicly accessible', async () => {
    expect(await answerTo(Number(outputs.Outer))).to.equal('N')
  })

  it('keeps it so when it is started again', async () => {
    await cloud.close()
    cloud = await startLocalCloud({ folder, timeScale: 0, privateStores: true })
    const [port] = [Number(outputs.Inner)]
    expect(await onHost(`node -e "${ask(port)}"`)).to.equal('N\n')
    expect(await answerTo(port)).to.equal('')
  })

  it('tells what was sent in a command, as AWS does for 30 days', async () => {
    await onHost('echo told')
    const ssm = clientOf()
    const { Commands = [] } = await ssm.send(new ListCommandsCommand({}))
    ssm.destroy()
    expect(Commands.map(({ Parameters }) => Parameters?.commands)).to.deep.include(['echo told'])
  })

  const onHost = (script: string) => runOnHost(cloud, outputs.Host ?? '', script)

  function clientOf(): SSMClient {
    return new SSMClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
  }
})

/** What a server says to this process within half a second. */
async function answerTo(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]))
  const answer = await Promise.race([once(socket, 'data').then(([data]) => String(data)), sleep(500, '')])
  socket.destroy()
  return answer
}
