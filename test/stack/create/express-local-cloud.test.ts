import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { createCloud } from '../../../src/adapters/cloud.ts'
import type { PlannedStack } from '../../../src/derive/types.ts'
import { ReplicaError } from '../../../src/errors.ts'
import { createReplica } from '../../../src/stack/create/create.ts'
import { deleteReplica } from '../../../src/stack/delete/delete.ts'
import { startTestCloud, type TestCloud, type TestCloudOptions } from '../../local-cloud/support.ts'
import { createJournal } from '../../support/journal.ts'
import { plannedStack, planOf, run, templateOf } from '../../support/plans.ts'
import { type RecordingProxy, startRecordingProxy } from '../../support/recording-proxy.ts'

const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' }
const options = { ttlMs: 3_600_000 }
const on = 'AWS::SNS::Topic:create'
const early = 'The role cannot be assumed by the service. (InvalidRequest)'
const app: PlannedStack = {
  ...plannedStack('app', {
    Parameters: { Env: { Type: 'String' } },
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue' },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'Env' } } },
    },
    Outputs: { Topic: { Value: { Ref: 'Topic' } } },
  }),
  parameters: { Env: 'replica' },
}

describe('stacks in express mode, on the local cloud', () => {
  let local: TestCloud
  let proxy: RecordingProxy

  const start = (...faults: { on: string; with: string; times: number }[]) => startWith({ faults })
  const startWith = async (options: TestCloudOptions) => {
    local = await startTestCloud(options)
    proxy = await startRecordingProxy(local.endpoint)
    const cloud = await createCloud({ ...keys, AWS_ENDPOINT_URL: proxy.endpoint })
    const journal = createJournal()
    return { journal, ports: { cloud, clock: createClock(), emit: journal.emit, signal: new AbortController().signal } }
  }
  afterEach(async () => {
    await proxy.close()
    await local.close()
  })

  /** The calls that changed a stack, each with its mode. */
  const changes = (): string[] =>
    proxy.forms.flatMap((form) => {
      const action = form.get('Action') ?? ''
      return /^(Create|Update|Delete)Stack$/.test(action) ? [`${action} ${form.get('DeploymentConfig.Mode') ?? 'STANDARD'}`] : []
    })

  it('are made beside stacks in standard mode', async () => {
    const { ports } = await start()
    const tables = plannedStack('tables', templateOf({ Table: 'AWS::DynamoDB::Table' }), ['app'])
    await createReplica(planOf(app, tables), run, options, ports)
    expect(changes()).to.deep.equal(['CreateStack EXPRESS', 'CreateStack STANDARD'])
  })

  it('are tried once more by an update where a role was not in force yet', async () => {
    const { ports, journal } = await start({ on, with: early, times: 1 })
    const replica = await createReplica(planOf(app), run, options, ports)
    expect(changes()).to.deep.equal(['CreateStack EXPRESS', 'UpdateStack EXPRESS'])
    expect(replica.stacks[0]).to.include({ status: 'UPDATE_COMPLETE' })
    expect(replica.stacks[0]?.outputs.Topic).to.contain(':sns:')
    expect(replica.stacks[0]?.resources.map(({ logicalId }) => logicalId)).to.have.members(['Queue', 'Topic'])
    expect(journal.events.flatMap((event) => (event.code === 'stack.retried' ? [event.data.way] : []))).to.deep.equal(['update'])
    const described = await ports.cloud.stacks.describe(app.name)
    expect(described?.tags['prod-replica:id']).to.equal(run.replicaId)
    expect(described?.parameters.Env?.value).to.equal('replica')
    expect(await deleteReplica(run.replicaId, ports)).to.deep.equal({ deleted: [app.name], survivors: [] })
  })

  it('are updated only when what went on beside the failure has ended', async () => {
    const { ports } = await startWith({ faults: [{ on, with: early, times: 1 }], timeScale: 0.02 })
    await createReplica(planOf(app), run, options, ports)
    expect(changes()).to.deep.equal(['CreateStack EXPRESS', 'UpdateStack EXPRESS'])
  })

  it('are made anew in standard mode where that is not enough', async () => {
    const { ports, journal } = await start({ on, with: early, times: 2 })
    const replica = await createReplica(planOf(app), run, options, ports)
    expect(changes()).to.deep.equal(['CreateStack EXPRESS', 'UpdateStack EXPRESS', 'DeleteStack STANDARD', 'CreateStack STANDARD'])
    expect(replica.stacks[0]?.status).to.equal('CREATE_COMPLETE')
    expect(journal.codes().filter((code) => code === 'stack.retried')).to.have.length(2)
  })

  it('fail for good, with the cause, where standard mode fails too', async () => {
    const { ports } = await start({ on, with: early, times: 3 })
    const error = await createReplica(planOf(app), run, options, ports).catch((thrown: unknown) => thrown)
    expect((error as ReplicaError).code).to.equal('stack.create_failed')
    expect(String(error)).to.contain(early)
    expect(changes()).to.have.length(4)
    expect((await deleteReplica(run.replicaId, ports)).survivors).to.deep.equal([])
  })

  it('fail at once where the reason is any other, and leave what failed as it is', async () => {
    const { ports } = await start({ on, with: 'Invalid parameter: DisplayName', times: 1 })
    const error = await createReplica(planOf(app), run, options, ports).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(ReplicaError)
    expect((error as ReplicaError).text.place).to.contain('Topic')
    expect(changes()).to.deep.equal(['CreateStack EXPRESS'])
    expect((await local.rest(app.name)).StackStatus).to.equal('CREATE_FAILED')
  })

  it('are not updated once the tags are gone from under it', async () => {
    const { ports } = await start({ on, with: early, times: 1 })
    const { stacks } = ports.cloud.paced ?? ports.cloud
    const { describe } = stacks
    let looks = 0
    stacks.describe = async (name) => {
      const stack = await describe(name)
      return stack !== undefined && ++looks > 1 ? { ...stack, tags: {} } : stack
    }
    const error = await createReplica(planOf(app), run, options, ports).catch((thrown: unknown) => thrown)
    expect((error as ReplicaError).code).to.equal('stack.not_ours')
    expect(changes()).to.deep.equal(['CreateStack EXPRESS'])
  })

  it('are made once by processes that start at the same time, and adopted by the others', async () => {
    const { ports, journal } = await start()
    const processes = [1, 2, 3].map((hours) => createReplica(planOf(app), run, { ttlMs: hours * 3_600_000 }, ports))
    const arns = (await Promise.all(processes)).map(({ stacks }) => stacks[0]?.arn)
    expect(new Set(arns).size).to.equal(1)
    expect(journal.codes().filter((code) => code === 'stack.create_started')).to.have.length(1)
    expect((await ports.cloud.stacks.list()).length).to.equal(1)
  })
})
