import { expect } from 'chai'
import { fail } from '../../../src/errors.ts'
import type { FoundHost, HostResult, Hosts } from '../../../src/ports/hosts.ts'
import { hostIsReady, hostProbe } from '../../../src/stack/ready/host-readiness.ts'
import { createJournal } from '../../support/journal.ts'
import { plannedStack, templateOf } from '../../support/plans.ts'
import { rejection } from '../../support/rejection.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const pipes = { kind: 'instance', id: 'i-1' } as const
const online: FoundHost = { instanceId: 'i-1', isOnline: true }
const done: HostResult = { status: 'succeeded', exitCode: 0, output: '', errors: '', isCut: false }

describe('hostIsReady', () => {
  for (const { what, found, result, state } of [
    { what: 'whose agent has never called', found: undefined, result: done, state: 'unknown' },
    { what: 'whose agent no longer calls', found: { ...online, isOnline: false }, result: done, state: 'offline' },
    { what: 'that runs no command', found: online, result: { ...done, status: 'undelivered', exitCode: null }, state: 'silent' },
    { what: 'on which even a plain command fails', found: online, result: { ...done, status: 'failed', exitCode: 1 }, state: 'silent' },
    { what: 'that runs commands', found: online, result: done, state: 'ready' },
  ] as const) {
    it(`tells a host ${what}`, async () => {
      const { ports } = world([found], [result])
      expect(await hostIsReady(pipes, ports)).to.equal(state)
    })
  }
})

describe('hostProbe', () => {
  it('waits until each host has come all the way, and says so', async () => {
    const { ports, journal } = world(
      [undefined, undefined, { ...online, isOnline: false }, online, online],
      [{ ...done, exitCode: 1 }, done],
    )
    await waitWith(ports)
    expect(journal.events).to.have.lengthOf(1)
    expect(journal.events[0]).to.deep.include({ code: 'host.reached', data: { host: 'Pipes', seconds: 12 } })
  })

  it('gives up after its time, and says what to look at', async () => {
    const { ports, clock } = world([undefined], [])
    const before = clock.now().getTime()
    const error = await rejection(waitWith(ports, { limitMs: 60_000 }))
    expect(error).to.have.property('code', 'stack.host_unready')
    expect(error).to.have.nested.property('text.place', 'host Pipes (i-1)')
    expect(error)
      .to.have.nested.property('text.remedy')
      .that.matches(/agent.*AmazonSSMManagedInstanceCore.*ssmmessages/)
    expect(clock.now().getTime() - before).to.be.within(50_000, 60_000)
  })

  it('goes on when it was slowed down, and ends at any other failure', async () => {
    const throttled = fail('cloud.throttled', { action: 'ssm:DescribeInstanceInformation' })
    const { ports } = world([throttled, online], [done])
    await waitWith(ports)
    const denied = fail('cloud.denied', { action: 'ssm:SendCommand', reason: 'no' })
    const error = await rejection(waitWith(world([denied], []).ports))
    expect(error).to.equal(denied)
  })

  it('ends at once when it is interrupted', async () => {
    const stop = new AbortController()
    const { ports } = world([undefined], [], () => stop.abort(new Error('stopped')))
    const error = await rejection(waitWith(ports, { signal: stop.signal }))
    expect(error).to.have.property('message', 'stopped')
  })

  it('covers the hosts of each stack alone, and waits for none that its condition leaves out', async () => {
    const { ports, journal } = world([undefined], [])
    const probe = hostProbe({ hosts }, ports)
    expect(probe.covers(planned)).to.deep.equal(['Nested/Pipes'])
    expect(probe.covers(plannedStack('data', templateOf({})))).to.deep.equal([])
    await probe.untilReady({ planned, description: { ...description, outputs: {} } }, undefined)
    expect(journal.events).to.deep.equal([])
  })
})

const planned = plannedStack('hosts', templateOf({}))
const hosts = { Pipes: { kind: 'instance', stack: planned.name, logicalId: 'Nested/Pipes', output: 'PipesId' } } as const
const description = {
  ...{ arn: 'arn', name: planned.name, status: 'CREATE_COMPLETE', createdAt: new Date(0), parameters: {}, tags: {} },
  ...{ outputs: { PipesId: { value: 'i-1' } }, terminationProtection: false },
}

function waitWith(ports: Parameters<typeof hostProbe>[1], { signal, ...options }: { signal?: AbortSignal; limitMs?: number } = {}) {
  return hostProbe({ hosts }, ports, options).untilReady({ planned, description }, signal)
}

/** Answers come in order; the last one stays. */
function world(found: readonly (FoundHost | undefined | Error)[], results: readonly HostResult[], onFind = () => {}) {
  const clock = createVirtualClock()
  const journal = createJournal()
  const [answers, outcomes] = [[...found], [...results]]
  const next = <Value>(values: Value[]): Value => (values.length > 1 ? values.shift() : values[0]) as Value
  const hosts: Hosts = {
    async find() {
      onFind()
      const answer = next(answers)
      if (answer instanceof Error) throw answer
      return answer
    },
    run: async () => next(outcomes),
  }
  return { clock, journal, ports: { cloud: { hosts }, clock, emit: journal.emit } }
}
