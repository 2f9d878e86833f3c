import { expect } from 'chai'
import { attendWork } from '../../../src/actions/on-host/attend.ts'
import type { Errand } from '../../../src/actions/on-host/errand.ts'
import type { Lease, News, Orders } from '../../../src/actions/on-host/orders.ts'
import { createSeals } from '../../../src/adapters/seals.ts'
import { fail } from '../../../src/errors.ts'
import type { HostRequest, HostResult } from '../../../src/ports/hosts.ts'
import { rejection } from '../../support/rejection.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const succeeded: HostResult = { status: 'succeeded', exitCode: 0, output: '', errors: '', isCut: false }
const secrets = { 'arn:app': { password: 'of-the-store' } }

/** Work on a host that does what `run` says, with a bucket in memory and a clock that jumps. */
function makeWork(run: (request: HostRequest, bucket: Map<string, Uint8Array>) => Promise<HostResult>, isOnline = false) {
  const clock = createVirtualClock()
  const bucket = new Map<string, Uint8Array>()
  const told: string[] = []
  const sent: HostRequest[] = []
  const interrupted = new AbortController()
  const seals = createSeals()
  const keys = seals.makeKeys()
  const toBytes = (content: string | Uint8Array) => (typeof content === 'string' ? new TextEncoder().encode(content) : content)
  const errand = {
    task: 'integrate',
    run: {
      spec: { path: 'replica.yml' },
      results: { named: '.prod-replica' },
      ports: {
        clock,
        seals,
        interrupted: interrupted.signal,
        environment: { PATH: '/bin', MODE: 'fast', AWS_SECRET_ACCESS_KEY: 'hidden', PYTHONPATH: '/x' },
      },
      emit: (code: string, data: object) => void told.push(`${code} ${JSON.stringify(data)}`),
    },
    replica: { id: 'pr-1', expiresAt: '2026-01-01T04:00:00.000Z', hosts: { Pipes: { kind: 'instance', id: 'i-1' } }, stores: {} },
    cloud: {
      buckets: {
        put: async (_: string, key: string, content: string | Uint8Array) => void bucket.set(key, toBytes(content)),
        get: async (_: string, key: string) => bucket.get(key),
        link: async (_: string, key: string, method: string) => `https://staging.example/${key}?${method}`,
        removeBelow: async (_: string, prefix: string) =>
          [...bucket.keys()].filter((key) => key.startsWith(prefix) && bucket.delete(key)).length,
      },
      hosts: {
        find: async () => ({ instanceId: 'i-1', isOnline }),
        run: async (_: string, request: HostRequest) => {
          sent.push(request)
          return run(request, bucket)
        },
      },
    },
    ...{ host: 'Pipes', instanceId: 'i-1', workId: 'ab12', bucket: 'staging', prefix: 'p/' },
  } as unknown as Errand
  const attend = () => attendWork(errand, { publicKey: keys.publicKey, revisions: {} }, secrets)
  const open = <Content>(key: string) => JSON.parse(seals.open(bucket.get(key) ?? new Uint8Array(), keys.privateKey)) as Content
  return { attend, bucket, told, sent, clock, open, interrupted }
}

const untilAborted = ({ signal }: HostRequest): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }))

const finished = (pipeline: string) => ({
  code: 'pipeline.skipped' as const,
  at: '',
  data: { pipeline, reason: 'tests' },
})

function tell(bucket: Map<string, Uint8Array>, news: News): void {
  bucket.set('p/news', new TextEncoder().encode(JSON.stringify(news)))
}

describe('attending work on a host', () => {
  it('gives orders that only the host can read, and takes them away as soon as it says something', async () => {
    let orders: Orders | undefined
    const work = makeWork(async (_, bucket) => {
      orders = work.open<Orders>('p/orders')
      tell(bucket, { turn: 1, from: 0, events: [], isEnded: false })
      await work.clock.sleep(3_000)
      expect([...bucket.keys()]).to.not.include('p/orders')
      bucket.set('p/result', new Uint8Array([1]))
      return succeeded
    })
    expect([...(await work.attend())]).to.deep.equal([1])
    expect(orders).to.deep.include({ secrets, environment: { MODE: 'fast' }, hostNames: ['Pipes'] })
    const script = work.sent[0]?.script ?? ''
    expect(script).to.contain('https://staging.example/p/orders?GET').and.to.not.contain('of-the-store')
    expect(work.sent[0]?.timeoutMs).to.equal(4 * 3_600_000)
  })

  it('tells each event once, and none that is not ours', async () => {
    const work = makeWork(async (_, bucket) => {
      tell(bucket, { turn: 1, from: 0, events: [finished('one')], isEnded: false })
      await work.clock.sleep(1_500)
      const strange = { code: 'toString', at: '', data: {} } as unknown as ReturnType<typeof finished>
      const broken = { code: 'stack.resources_released', at: '', data: {} } as unknown as ReturnType<typeof finished>
      tell(bucket, { turn: 2, from: 0, events: [finished('one'), finished('two'), strange, broken], isEnded: true })
      bucket.set('p/result', new Uint8Array([1]))
      return succeeded
    })
    await work.attend()
    expect(work.told.map((line) => line.split(' ')[1]?.slice(0, 17))).to.deep.equal(['{"pipeline":"one"', '{"pipeline":"two"'])
  })

  it('renews the lease while it goes on, and says how many events have arrived', async () => {
    const work = makeWork(async (_, bucket) => {
      for (let turn = 1; turn < 100; turn++) {
        tell(bucket, { turn, from: 0, events: [finished('one')], isEnded: false })
        await work.clock.sleep(1_000)
      }
      bucket.set('p/result', new Uint8Array([1]))
      return succeeded
    })
    await work.attend()
    expect(work.open<Lease>('p/lease')).to.include({ turn: 4, seen: 1 })
  })

  for (const [isOnline, reason] of [
    [false, 'does not reach it either'],
    [true, 'still reaches it'],
  ] as const) {
    it(`cancels a host that is not heard of for two minutes, and says that Systems Manager ${reason}`, async () => {
      const work = makeWork(untilAborted, isOnline)
      const error = await rejection(work.attend())
      expect(error).to.include({ code: 'host.lost', exitCode: 3 })
      expect(String(error)).to.contain(`for 120 s: Systems Manager ${reason}`)
    })
  }

  it('waits, when it is interrupted, until the host says that it has ended', async () => {
    const reason = fail('cli.interrupted', { signal: 'SIGTERM' })
    const work = makeWork(async (request, bucket) => {
      work.interrupted.abort(reason)
      setImmediate(() => tell(bucket, { turn: 1, from: 0, events: [], isEnded: true }))
      expect(request.signal?.aborted).to.equal(true)
      throw reason
    })
    expect(await rejection(work.attend())).to.equal(reason)
    expect(work.told.join()).to.match(/host\.work_stopped .*"isEnded":true/)
  })

  for (const [status, code] of [
    ['failed', 'host.work_failed'],
    ['timed-out', 'host.work_failed'],
    ['undelivered', 'host.not_online'],
  ] as const) {
    it(`is inconclusive when the command is ${status}`, async () => {
      const work = makeWork(async () => ({ ...succeeded, status, exitCode: null, errors: 'line\nKilled\u001b[31m\n' }))
      const error = await rejection(work.attend())
      expect(error).to.include({ code, exitCode: 3 })
      expect(String(error)).to.not.contain('\u001b')
    })
  }
})
