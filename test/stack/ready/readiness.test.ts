import { expect } from 'chai'
import { createReplica } from '../../../src/stack/create/create.ts'
import type { Probe } from '../../../src/stack/ready/readiness.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createJournal } from '../../support/journal.ts'
import { plannedStack, planOf, run, templateOf } from '../../support/plans.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const ttlMs = 3_600_000
const hosts = plannedStack('hosts', templateOf({ Host: 'AWS::EC2::Instance' }, { Host: { Value: 'i-1' } }))
const mail = plannedStack('mail', templateOf({ Topic: 'AWS::SNS::Topic' }), ['hosts'])

function setUp() {
  const clock = createVirtualClock()
  const cloud = createFakeCloud(clock)
  const ports = { cloud, clock, emit: createJournal().emit, signal: new AbortController().signal }
  return { cloud, ports }
}

/** Waits for the hosts' stack as `wait` says; keeps what it was asked. */
function hostProbe(wait: () => Promise<void> = async () => {}): Probe & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    covers: (planned) => (planned.name === hosts.name ? ['Host'] : []),
    async untilReady({ description }) {
      asked.push(`${description.name} ${description.status} ${description.outputs.Host?.value}`)
      await wait()
    },
  }
}

describe('createReplica, with probes', () => {
  it('makes what a probe covers in express mode, and asks the probe alone when it can be used', async () => {
    const { cloud, ports } = setUp()
    const probe = hostProbe()
    await createReplica(planOf(hosts, mail), run, { ttlMs, probes: [probe] }, ports)
    expect(probe.asked).to.deep.equal([`${hosts.name} CREATE_COMPLETE i-1`])
    expect(cloud.requests.map(({ mode }) => mode)).to.deep.equal(['EXPRESS', 'EXPRESS'])
  })

  it('leaves a host to CloudFormation where there is no probe', async () => {
    const { cloud, ports } = setUp()
    await createReplica(planOf(hosts), run, { ttlMs }, ports)
    expect(cloud.requests.map(({ mode }) => mode)).to.deep.equal(['STANDARD'])
  })

  it('starts what needs a stack only when its probes are content', async () => {
    const { cloud, ports } = setUp()
    const seen: number[] = []
    const probe = hostProbe(async () => {
      await ports.clock.sleep(60_000)
      seen.push(cloud.calls.length)
    })
    await createReplica(planOf(mail, hosts), run, { ttlMs, probes: [probe] }, ports)
    expect(seen).to.deep.equal([1])
    expect(cloud.calls).to.deep.equal([`create ${hosts.name}`, `create ${mail.name}`])
  })

  it('asks them too of a stack that it adopts', async () => {
    const { ports } = setUp()
    const probe = hostProbe()
    await createReplica(planOf(hosts), run, { ttlMs, probes: [probe] }, ports)
    await createReplica(planOf(hosts), run, { ttlMs, probes: [probe] }, ports)
    expect(probe.asked).to.have.length(2)
  })

  it('fails with what a probe says, and starts nothing further', async () => {
    const { cloud, ports } = setUp()
    const reason = new Error('the host does not answer')
    const probe = hostProbe(() => Promise.reject(reason))
    const error = await createReplica(planOf(mail, hosts), run, { ttlMs, probes: [probe] }, ports).catch((thrown: unknown) => thrown)
    expect(error).to.equal(reason)
    expect(cloud.calls).to.deep.equal([`create ${hosts.name}`])
  })
})
