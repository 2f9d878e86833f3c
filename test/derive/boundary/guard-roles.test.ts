import { expect } from 'chai'
import { derivePlan } from '../../../src/derive/plan.ts'
import type { Plan } from '../../../src/derive/types.ts'
import { ownStacks, productionOf, specOf } from '../../support/derive.ts'

describe('guardRoles', () => {
  it('gives every role and user the boundary, also in nested stacks, in place of their own', () => {
    const [shop] = ownStacks(plan())
    const boundary = { 'Fn::ImportValue': 'prod-replica-boundary-r4f2a1' }
    expect(shop?.template.Resources.Role?.Properties?.PermissionsBoundary).to.deep.equal(boundary)
    expect(shop?.nested.Data?.template.Resources.User?.Properties?.PermissionsBoundary).to.deep.equal(boundary)
    expect(shop?.decisions.find((each) => each.logicalId === 'Role')?.reasons.map((each) => each.rule)).to.include('boundary-replaced')
  })

  it('makes the boundary first, denies production’s ARNs by it, and holds them in parameters alone', () => {
    const [boundary, shop] = plan().stacks
    expect(boundary?.production).to.equal('')
    expect(shop?.needs).to.deep.equal([boundary?.name])
    expect(boundary?.parameters.ProductionArns1?.split(',')).to.include.members([
      'arn:aws:s3:::shop-files-1abcdefgh',
      'arn:aws:s3:::shop-files-1abcdefgh/*',
      'arn:aws:iam::123456789012:role/shop-Role-1ABC',
    ])
    expect(boundary?.parameters.ProductionStacks1).to.equal('shop')
    expect(JSON.stringify(boundary?.template)).to.not.contain('shop')
    expect(plan().leaks).to.deep.equal([])
  })

  it('makes none where the replica has no role', () => {
    const only = derivePlan(productionOf({ shop: 'Resources:\n  T: {Type: AWS::SNS::Topic}\n' }), specOf(''), { replicaId: 'r4f2a1' })
    expect(only.stacks.map((each) => each.production)).to.deep.equal(['shop'])
  })
})

function plan(): Plan {
  const physicalIds = { Files: 'shop-files-1abcdefgh', Role: 'shop-Role-1ABC' }
  return derivePlan(productionOf({ shop, 'shop/Data': data }, { physicalIds }), specOf(''), { replicaId: 'r4f2a1' })
}

const shop = `
Resources:
  Files: {Type: AWS::S3::Bucket}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}, PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess'}}
  Data: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: u}}
`
const data = 'Resources:\n  User: {Type: AWS::IAM::User}\n'
