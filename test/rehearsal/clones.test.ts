import { expect } from 'chai'
import { createClock } from '../../src/adapters/clock.ts'
import { createDatabases } from '../../src/adapters/databases.ts'
import { createEntropy } from '../../src/adapters/entropy.ts'
import type { Event } from '../../src/events.ts'
import { createClones } from '../../src/rehearsal/clones.ts'
import { createMeans } from '../../src/store/clone/means.ts'
import { cloneName, runOfClone } from '../../src/store/clone/names.ts'
import type { Store } from '../../src/store/types.ts'
import { rejection } from '../support/rejection.ts'
import { listDatabases, makeStore, startStores, withSession } from '../support/stores.ts'

describe('the clones of a rehearsal', function () {
  this.timeout(30_000)
  let store: Store
  const events: Event[] = []

  before(async function () {
    this.timeout(60_000)
    await startStores()
    store = await makeStore('clones', 'CREATE TABLE a (id int); INSERT INTO a VALUES (1)')
  })

  const ports = () => {
    const emit = ((code: string, data: unknown) => void events.push({ code, data, at: '' } as Event)) as never
    return { databases: createDatabases(), clock: createClock(), entropy: createEntropy(), emit }
  }

  it('are all gone afterwards, also when one cannot be made', async () => {
    const clones = createClones(ports())
    const { a } = await clones.of({ a: store }, 'p0_base')
    expect(a === undefined ? [] : await withSession(a, (session) => session.query('SELECT id FROM a'))).to.deep.equal([{ id: 1 }])
    await rejection(clones.of({ a: { ...store, target: { ...store.target, database: 'never_there' } } }, 'p1_base'))
    expect(await listDatabases(store, 'pr_')).to.have.length(1)
    await clones.dropAll()
    expect(await listDatabases(store, 'pr_')).to.deep.equal([])
  })

  it('of a run that crashed go with the next run; those of one that lives, those in use and those that are not ours stay', async () => {
    const living = createClones(ports())
    await living.of({ a: store }, 'alive')
    const left = [
      cloneName('0123456789ab', 1, 'left_a'),
      cloneName('0123456789ab', 2, 'used_a'),
      'pr_0123456789abffffffff_1_forged',
      'pr_mine',
    ]
    await withSession(store, async (session) => {
      for (const name of left) await session.execute(`CREATE DATABASE ${name}`)
    })
    const user = await createDatabases().connect({ ...store.target, database: left[1] ?? '' })
    const next = createClones(ports())
    await next.of({ a: store }, 'next')
    const names = await listDatabases(store, 'pr_')
    expect(names).to.include.members(left.slice(1))
    expect(names).not.to.include(left[0])
    expect(names.filter((name) => name.includes('_alive_') || name.includes('_next_'))).to.have.length(2)
    expect(events.at(-1)).to.deep.include({ code: 'store.leftovers_dropped', data: { store: 'clones', databases: [left[0]] } })
    await user.close()
    await Promise.all([living.dropAll(), next.dropAll()])
    await withSession(store, async (session) => {
      for (const name of left.slice(1)) await session.execute(`DROP DATABASE ${name} WITH (FORCE)`)
    })
  })

  it('that cannot be dropped any more are told, and cost no verdict; the next run drops them', async () => {
    const databases = createDatabases()
    let answers = true
    const connect: typeof databases.connect = async (target) => {
      if (answers) return await databases.connect(target)
      throw new Error('the server is away')
    }
    const cut = createClones({ ...ports(), databases: { ...databases, connect } })
    await cut.of({ a: store }, 'cut')
    answers = false
    await cut.dropAll()
    const told = events.filter(({ code }) => code === 'store.clone_kept')
    expect(told.map(({ data }) => (data as { reason: string }).reason)).to.deep.equal(['the server is away'])
    const next = createClones(ports())
    await next.of({ a: store }, 'next')
    expect((await listDatabases(store, 'pr_')).filter((name) => name.includes('_cut_'))).to.deep.equal([])
    await next.dropAll()
  })

  it('are found by the next run when the connections of theirs broke off', async () => {
    const crashed = createClones(ports())
    await crashed.of({ a: store }, 'crashed')
    const end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE 'prod-replica run %'"
    await withSession(store, (session) => session.query(end))
    const next = createClones(ports())
    await next.of({ a: store }, 'next')
    expect((await listDatabases(store, 'pr_')).filter((name) => name.includes('_crashed_'))).to.deep.equal([])
    await Promise.all([crashed.dropAll(), next.dropAll()])
  })

  it('are no more at a time than the server has connections for', async () => {
    const clones = createClones(ports())
    expect(await clones.partsAtATime({ a: store }, 2)).to.equal(2)
    expect(await clones.partsAtATime({ a: store }, 1000)).to.be.within(1, 14)
    await clones.dropAll()
  })

  it('have names that fit, tell stores apart and prove whose they are, whatever a store is called', () => {
    const names = [1, 2].map((number) => cloneName('0123456789ab', number, `p12_base2_${'Ärger"; DROP '.repeat(9)}`))
    expect(new Set(names).size).to.equal(2)
    for (const name of names) expect(name).to.match(/^[a-z0-9_]{1,63}$/)
    expect(names.map(runOfClone)).to.deep.equal(['0123456789ab', '0123456789ab'])
    expect(runOfClone('pr_0123456789ab00000000_1_x')).to.equal(undefined)
  })

  it('are copied in the way that proved quicker, and by copying where blocks cannot be shared', () => {
    const big = 1024 ** 3
    const means = createMeans()
    expect(means.choose({ ...store, serverVersion: 14 }, big)).to.deep.equal({ strategy: 'default' })
    expect(means.choose({ ...store, serverVersion: 17 }, big)).to.deep.equal({ strategy: 'file_copy' })
    expect(means.choose(store, 1000)).to.deep.equal({ strategy: 'default' })
    const first = means.choose(store, big)
    expect(first.method).to.equal('clone')
    means.learn(store, first, 900)
    const second = means.choose(store, big)
    expect(second.method).to.equal('copy')
    means.learn(store, second, 2000)
    expect(means.choose(store, big).method).to.equal('clone')
    means.learn(store, first, undefined)
    expect(means.choose(store, big).method).to.equal('copy')
  })
})
