import { expect } from 'chai'
import { openClouds } from '../../src/actions/clouds.ts'
import { isReplicaError } from '../../src/errors.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import type { Access } from '../../src/ports/credentials.ts'
import type { AwsSpec } from '../../src/spec/types.ts'
import { createFakeCloud } from '../support/fake-cloud.ts'
import { createJournal } from '../support/journal.ts'
import { run } from '../support/plans.ts'
import { createVirtualClock } from '../support/virtual-clock.ts'

const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`
const roles = { provision: arn('p'), teardown: arn('t'), notify: arn('t') }

describe('openClouds', () => {
  function open(aws: Partial<AwsSpec>, options = {}) {
    const opened: (Access | undefined)[] = []
    const journal = createJournal()
    const cloud: Cloud = createFakeCloud(createVirtualClock())
    const ports = {
      environment: {},
      emit: journal.emit,
      cloud: async (_?: string, access?: Access) => {
        opened.push(access)
        return cloud
      },
    }
    return { opened, journal, clouds: openClouds(options, { roles: {}, accounts: [], ...aws }, run, ports) }
  }

  it('tells account, region and role first, once for each role', async () => {
    const { clouds, journal, opened } = open({ roles })
    for (const duty of ['provision', 'teardown', 'notify', 'provision'] as const) await clouds.as(duty)
    expect(opened.map((access) => access?.role)).to.deep.equal([arn('p'), arn('t')])
    expect(journal.events.map(({ code, data }) => ({ code, ...data }))[0]).to.deep.equal({
      code: 'identity.found',
      duty: 'provision',
      account: '111122223333',
      region: 'eu-west-1',
      arn: 'arn:aws:iam::111122223333:user/ci',
    })
  })

  it('refuses an account that is not on the list before anything is called in it', async () => {
    const { clouds, journal } = open({ accounts: ['999999999999'] })
    const error = await clouds.as().catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'identity.account_refused') && error.exitCode).to.equal(2)
    expect(journal.codes()).to.deep.equal([])
    await open({ accounts: ['999999999999', '111122223333'] }).clouds.as()
  })

  it('reads production as another role, taken from the first', async () => {
    const { clouds, opened } = open({ roles, readRole: arn('r') })
    await clouds.production()
    expect(opened[0]).to.include({ role: arn('p'), next: arn('r') })
    const plain = open({ roles })
    expect(await plain.clouds.production()).to.equal(await plain.clouds.as())
    expect(plain.opened).to.have.length(1)
  })

  it('lets --role go before replica.yml, and none stand for no role at all', async () => {
    const given = open({ roles }, { role: arn('mine') })
    await given.clouds.as('teardown')
    expect(given.opened[0]?.role).to.equal(arn('mine'))
    const none = open({ roles }, { role: 'none' })
    await none.clouds.as()
    expect(none.opened).to.deep.equal([undefined])
    expect(() => open({}, { role: 'admin' })).to.throw(/"admin" is not the ARN of a role/)
  })

  it('takes no role and knows no other account on the local cloud', async () => {
    const { clouds, opened } = open({ roles, accounts: ['999999999999'] }, { local: '' })
    await clouds.as()
    expect(opened[0]).to.not.have.property('role')
  })
})
