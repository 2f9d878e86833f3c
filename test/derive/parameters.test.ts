import { expect } from 'chai'
import { derivePlan } from '../../src/derive/plan.ts'
import type { Plan } from '../../src/derive/types.ts'
import { isReplicaError, type ReplicaError } from '../../src/errors.ts'
import { readProduction } from '../../src/production/read.ts'
import { loadSpec } from '../../src/spec/load.ts'
import { type FakeStack, fakeArn, fakeProductionPorts, fakeReadCloud } from '../support/fake-production.ts'

const masked = '****'

/** `shop` holds `shop/Web`, which takes a licence from it; both also have one of their own. */
const stacks: Record<string, FakeStack> = {
  shop: {
    template: `
Parameters: {Licence: {Type: String, NoEcho: true, Default: free}, Token: {Type: String, NoEcho: true}}
Resources:
  Web: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://s3.example/web.yml, Parameters: {Key: !Ref Licence}}}
  Fn: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {TOKEN: !Ref Token}}}}
`,
    parameters: { Licence: masked, Token: masked },
    resources: [{ logicalId: 'Web', type: 'AWS::CloudFormation::Stack', physicalId: fakeArn('shop-Web-1'), status: 'CREATE_COMPLETE' }],
  },
  'shop-Web-1': {
    template: `
Parameters: {Key: {Type: String, NoEcho: true}}
Resources: {Fn: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {KEY: !Ref Key}}}}}
`,
    parameters: { Key: masked },
  },
}

async function planOf(parameters: string): Promise<Plan> {
  const spec = loadSpec(`version: 1\nproduction: {stacks: [shop], parameters: {shop: ${parameters}}}\nstores: {}\n`, 'replica.yml')
  return derivePlan(await readProduction(spec, fakeProductionPorts(fakeReadCloud(stacks))), spec, { replicaId: 'pr-42' })
}

async function faultsOf(parameters: string): Promise<readonly ReplicaError[]> {
  const error = await planOf(parameters).catch((thrown: unknown) => thrown)
  if (!isReplicaError(error)) throw new Error('the plan asks for nothing')
  return error.problems.length > 0 ? error.problems : [error]
}

describe('parameters that CloudFormation masks', () => {
  it('are asked for all at once, those of nested stacks by the outermost stack’s name, whatever their default', async () => {
    const faults = await faultsOf('{}')
    expect(faults.map(({ code }) => code)).to.deep.equal(['derive.parameter_needed', 'derive.parameter_needed'])
    expect(faults.map(({ text }) => text.remedy).join('\n'))
      .to.contain('production.parameters.shop.Licence')
      .and.to.contain('production.parameters.shop.Token')
  })

  it('are given by replica.yml, and no message says what was given', async () => {
    const faults = await faultsOf('{Token: given-once}')
    expect(faults).to.have.length(1)
    expect(JSON.stringify(faults.map(({ text }) => text))).to.not.contain('given-once')
    const plan = await planOf('{Token: given-once, Licence: other}')
    const shop = plan.stacks.find(({ production }) => production === 'shop')
    expect(shop?.parameters).to.deep.equal({ Token: 'given-once', Licence: 'other' })
    expect(shop?.template.Parameters?.Licence).to.not.have.property('Default')
    expect(shop?.template.Parameters?.Token?.NoEcho).to.equal(true)
  })
})
