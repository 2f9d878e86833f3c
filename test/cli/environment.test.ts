import { expect } from 'chai'
import { ofNotify } from '../../src/cli/command.ts'
import { withEnvironmentDefaults } from '../../src/cli/environment.ts'

describe('options from the environment', () => {
  const defaultOf = (option: string, environment: Record<string, string>): unknown =>
    withEnvironmentDefaults(ofNotify, environment)[option]?.default

  it('takes PROD_REPLICA_<OPTION> as the default of an option', () => {
    expect(defaultOf('config', { PROD_REPLICA_CONFIG: 'ci/replica.yml' })).to.equal('ci/replica.yml')
  })

  it('treats an empty variable as one that is not set', () => {
    expect(defaultOf('config', { PROD_REPLICA_CONFIG: '' })).to.equal('replica.yml')
  })

  it('expands ${VAR} in it', () => {
    expect(defaultOf('id', { PROD_REPLICA_ID: 'pr-${CIRCLE_PIPELINE_NUMBER}', CIRCLE_PIPELINE_NUMBER: '7' })).to.equal('pr-7')
  })

  for (const [text, value] of [
    ['1', true],
    ['true', true],
    ['0', false],
    ['false', false],
  ] as const) {
    it(`reads ${text} as ${value}`, () => {
      expect(defaultOf('require-delivery', { PROD_REPLICA_REQUIRE_DELIVERY: text })).to.equal(value)
    })
  }

  it('refuses any other word for a boolean', () => {
    expect(() => defaultOf('json', { PROD_REPLICA_JSON: 'yes' })).to.throw('PROD_REPLICA_JSON: "yes" is neither true nor false')
  })
})
