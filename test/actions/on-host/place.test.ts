import { expect } from 'chai'
import { choosePlace } from '../../../src/actions/on-host/place.ts'
import type { Run } from '../../../src/actions/run.ts'
import { fail } from '../../../src/errors.ts'
import { type Databases, type Session, SqlFailure } from '../../../src/ports/databases.ts'
import type { Spec } from '../../../src/spec/types.ts'
import type { Replica } from '../../../src/stack/types.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const session: Session = { query: async () => [], execute: async () => {}, copyIn: async () => {}, close: async () => {} }
const store = { engine: 'postgres', host: '10.0.0.7', port: 5432, database: 'app', user: 'me', secretArn: 'arn:app' }
const replica = { runOn: 'Pipes', stores: { app: store }, hosts: { Pipes: { kind: 'instance', id: 'i-1' } } } as unknown as Replica

const servers: Record<string, Databases['connect']> = {
  answers: async () => session,
  refuses: async () => Promise.reject(new SqlFailure({ message: 'starting up', sqlState: '57P03' })),
  'has no way': async () => Promise.reject(fail('store.no_answer', { server: '10.0.0.7:5432', reason: 'EHOSTUNREACH' })),
  'is silent': () => new Promise(() => {}),
}

function choose(connect: Databases['connect'], parts: { runOn?: Spec['replica']['runOn']; on?: string; replica?: Replica } = {}) {
  const told: object[] = []
  const run = {
    spec: {
      replica: { runOn: parts.runOn ?? 'auto' },
      pipelines: [{ name: 'nightly', ...(parts.on === undefined ? {} : { on: parts.on }) }],
    },
    ports: { databases: { connect }, clock: createVirtualClock() },
    cloud: async () => ({ secrets: { read: async () => ({ password: 'x' }) } }),
    emit: (_: string, data: object) => void told.push(data),
  } as unknown as Run
  return choosePlace(run, parts.replica ?? replica).then((place) => ({ place, told }))
}

describe('the place of the work', () => {
  for (const [what, place] of [
    ['answers', undefined],
    ['refuses', undefined],
    ['has no way', 'Pipes'],
    ['is silent', 'Pipes'],
  ] as const) {
    it(`is ${place === undefined ? 'here' : 'the host'} where a store ${what}`, async () => {
      const connect = servers[what] ?? (async () => session)
      expect((await choose(connect)).place).to.equal(place)
    })
  }

  it('is what replica.run-on says', async () => {
    expect((await choose(async () => session, { runOn: { host: 'Pipes' } })).place).to.equal('Pipes')
    expect((await choose(() => new Promise(() => {}), { runOn: 'runner' })).place).to.equal(undefined)
  })

  it('is the host where a pipeline asks for one, and says so', async () => {
    const { place, told } = await choose(async () => session, { on: 'Pipes' })
    expect(place).to.equal('Pipes')
    expect(told).to.deep.equal([{ host: 'Pipes', reason: 'the pipeline nightly asks for a host' }])
  })

  it('is here where the replica has no host, without a word', async () => {
    const { runOn: _, ...hostless } = replica
    expect(await choose(() => new Promise(() => {}), { replica: hostless })).to.deep.equal({ place: undefined, told: [] })
  })
})
