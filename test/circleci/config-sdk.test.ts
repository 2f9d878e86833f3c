import { expect } from 'chai'
import { parse } from 'yaml'
import { generateConfig } from '../../src/circleci/config-sdk.ts'
import { isReplicaError } from '../../src/errors.ts'

describe('the config that is written for CircleCI', () => {
  it('is one orbs: line and one workflow with one job', async () => {
    expect(parse(await generateConfig({ orb: 'acme/prod-replica@1' }))).to.deep.equal({
      version: 2.1,
      orbs: { 'prod-replica': 'acme/prod-replica@1' },
      workflows: { 'rehearse-changes': { jobs: ['prod-replica/rehearse'] } },
    })
  })

  it('hands contexts and the path of replica.yml to the job', async () => {
    const config = parse(await generateConfig({ orb: 'acme/prod-replica@dev:alpha', contexts: ['aws'], config: 'infra/replica.yml' }))
    expect(config.workflows['rehearse-changes'].jobs).to.deep.equal([
      { 'prod-replica/rehearse': { context: ['aws'], config: 'infra/replica.yml' } },
    ])
  })

  it('is not written for what is no orb', async () => {
    const error = await generateConfig({ orb: 'prod-replica' }).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'circleci.bad_orb')).to.equal(true)
  })
})
