import { realpath } from 'node:fs/promises'
import { expect } from 'chai'
import { createHosts } from '../../src/adapters/hosts.ts'
import { createRetries } from '../../src/adapters/retries.ts'
import { ec2Instance } from '../../src/local-cloud/resources/ec2-instance.ts'
import { endCommands } from '../../src/local-cloud/services/ssm/commands.ts'
import { hostFolder } from '../../src/local-cloud/services/ssm/hosts.ts'
import type { Hosts } from '../../src/ports/hosts.ts'
import { type LocalServices, serveLocalServices } from '../support/local-services.ts'
import { rejection } from '../support/rejection.ts'

describe('commands on hosts, over HTTP to the local cloud', function () {
  this.timeout(20_000)
  let services: LocalServices
  let hosts: Hosts
  let id: string

  before(async () => {
    services = await serveLocalServices()
    hosts = createHosts({
      ...services.config,
      retryStrategy: createRetries({ attempts: 1, throttledAttempts: 1 }),
      maxAttempts: 1,
      customUserAgent: 'test',
      requestHandler: timeouts,
    })
    const request = { properties: { ImageId: 'ami-1' }, tags: {} } as unknown as Parameters<typeof ec2Instance.create>[0]
    id = (await ec2Instance.create(request, services.world)).physicalId
  })
  after(async () => {
    await endCommands(services.world)
    await services.close()
  })
  const timeouts = { connectionTimeout: 1000, requestTimeout: 5000 }

  it('find a host by its id, and none by another', async () => {
    expect(await hosts.find({ kind: 'instance', id })).to.deep.equal({ instanceId: id, isOnline: true })
    expect(await hosts.find({ kind: 'instance', id: 'i-0' })).to.equal(undefined)
  })

  it('bring back what a script says on both streams, and how it ended', async () => {
    const script = 'echo "one  \'two\'"\necho three >&2\nexit 7'
    expect(await hosts.run(id, { script, timeoutMs: 5000 })).to.deep.equal({
      status: 'failed',
      exitCode: 7,
      output: "one  'two'\n",
      errors: 'three\n',
      isCut: false,
    })
  })

  it('run where they are told to', async () => {
    const folder = await realpath(services.world.folder)
    expect((await hosts.run(id, { script: 'pwd -P', folder, timeoutMs: 5000 })).output).to.equal(`${folder}\n`)
    const own = await realpath(hostFolder(services.world, id))
    expect((await hosts.run(id, { script: 'pwd -P', timeoutMs: 5000 })).output).to.equal(`${own}\n`)
  })

  it('say where output was cut', async () => {
    const { output, isCut } = await hosts.run(id, { script: 'head -c 30000 /dev/zero | tr "\\0" x', timeoutMs: 5000 })
    expect(output).to.have.lengthOf(24_000)
    expect(isCut).to.equal(true)
  })

  it('end a script that takes too long', async () => {
    expect(await hosts.run(id, { script: 'sleep 60', timeoutMs: 200 })).to.include({ status: 'timed-out', exitCode: null })
  })

  it('cancel the script on the host when they are aborted', async () => {
    const stop = new AbortController()
    const running = hosts.run(id, { script: 'sleep 60', timeoutMs: 60_000, signal: stop.signal })
    setTimeout(() => stop.abort(new Error('stopped')), 300)
    expect(await rejection(running)).to.have.property('message', 'stopped')
    const left = services.world.state.table<{ status: string }>('ssm-invocations').values()
    for (let turn = 0; left.at(-1)?.status === 'InProgress' && turn < 100; turn++) await new Promise((resolve) => setTimeout(resolve, 20))
    const statuses = services.world.state.table<{ status: string }>('ssm-invocations').values()
    expect(statuses.map(({ status }) => status))
      .to.include('Cancelled')
      .and.not.include('InProgress')
  })

  it('are not delivered to an instance that Systems Manager does not know', async () => {
    expect(await hosts.run('i-0', { script: 'true', timeoutMs: 1000 })).to.include({ status: 'undelivered', exitCode: null })
  })
})
