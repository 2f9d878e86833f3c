import { expect } from 'chai'
import type { Lease, News } from '../../../src/actions/on-host/orders.ts'
import { openReporter } from '../../../src/actions/on-host/reporter.ts'
import { createSeals } from '../../../src/adapters/seals.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const first: Lease = { turn: 1, seen: 0, next: 'lease', news: 'news', result: 'result' }

function report(options: { unreachable?: boolean } = {}) {
  const clock = createVirtualClock()
  const seals = createSeals()
  const { publicKey, privateKey } = seals.makeKeys()
  const bucket = new Map<string, string | Uint8Array>()
  const reachable = () => {
    if (options.unreachable === true) throw new Error('no way')
  }
  const links = {
    async get(address: string) {
      reachable()
      const content = bucket.get(address)
      return typeof content === 'string' ? new TextEncoder().encode(content) : content
    },
    async put(address: string, content: string | Uint8Array) {
      reachable()
      bucket.set(address, content)
    },
  }
  const reporter = openReporter(first, privateKey, { clock, seals, links })
  const renew = (lease: Partial<Lease>) => bucket.set('lease', seals.seal(JSON.stringify({ ...first, ...lease }), publicKey))
  return { reporter, clock, bucket, renew, news: (at = 'news') => JSON.parse(String(bucket.get(at) ?? '{}')) as News }
}

describe('a host that tells its caller', () => {
  it('sends what happens within a second, from the first event that has not arrived', async () => {
    const { reporter, clock, renew, news } = report()
    reporter.emit('pipeline.skipped', { pipeline: 'one', reason: '' })
    await clock.sleep(1_000)
    expect(news()).to.deep.include({ from: 0, isEnded: false })
    renew({ turn: 2, seen: 1, news: 'news-2' })
    await clock.sleep(6_000)
    reporter.emit('pipeline.skipped', { pipeline: 'two', reason: '' })
    await clock.sleep(1_000)
    expect(news('news-2').from).to.equal(1)
    expect(news('news-2').events.map(({ data }) => data)).to.deep.equal([{ pipeline: 'two', reason: '' }])
    await reporter.finish(new Uint8Array([1]), async () => {})
  })

  it('says something every ten seconds, though nothing happens', async () => {
    const { reporter, clock, news, renew } = report()
    renew({ turn: 2 })
    await clock.sleep(1_000)
    const { turn } = news()
    await clock.sleep(11_000)
    expect(news().turn).to.be.greaterThan(turn)
    await reporter.finish(new Uint8Array(), async () => {})
  })

  it('says last that it has ended, after the result and after it has cleaned up', async () => {
    const { reporter, bucket, news } = report()
    await reporter.finish(new Uint8Array([7]), async () => {
      expect(bucket.get('result')).to.deep.equal(new Uint8Array([7]))
      expect(news().isEnded).to.not.equal(true)
    })
    expect(news().isEnded).to.equal(true)
  })

  for (const [what, options] of [
    ['renews no lease', {}],
    ['cannot be reached', { unreachable: true }],
  ] as const) {
    it(`gives up a caller who ${what} for three minutes`, async () => {
      const { reporter, clock } = report(options)
      await clock.sleep(170_000)
      expect(reporter.callerLost.aborted).to.equal(false)
      await clock.sleep(20_000)
      expect(reporter.callerLost.reason).to.include({ code: 'host.caller_lost' })
      await reporter.finish(new Uint8Array(), async () => {}).catch(() => {})
    })
  }
})
