import { expect } from 'chai'
import type { RolePolicies } from '../../src/derive/policy/types.ts'
import { makeProject, runHelper } from '../support/run-helper.ts'

const files = {
  'replica.yml': [
    'version: 1',
    'production: {region: us-east-1, templates: {shop: {path: shop.yml}}}',
    'stores: {app: {resource: Data, database: app, data: empty}}',
    'notify: {from: ci@shop.example, to: [data@shop.example]}',
  ].join('\n'),
  'shop.yml': [
    'Resources:',
    '  Jobs: {Type: AWS::SQS::Queue}',
    '  Data:',
    '    Type: AWS::RDS::DBInstance',
    "    Properties: {DBInstanceClass: db.t4g.micro, Engine: postgres, AllocatedStorage: '20', MasterUsername: app}",
  ].join('\n'),
}

describe('prod-replica policy', () => {
  it('prints the documents of the three roles as JSON, from template files alone', async () => {
    const { exitCode, stdout } = await runHelper(['policy', '--json'], { folder: await makeProject(files) })
    expect(exitCode).to.equal(0)
    const policies = JSON.parse(stdout) as RolePolicies
    expect(JSON.stringify(policies.provisioning)).to.contain('sqs:CreateQueue').and.not.contain('sqs:DeleteQueue')
    expect(JSON.stringify(policies.teardown)).to.contain('sqs:DeleteQueue').and.not.contain('sqs:CreateQueue')
    expect(JSON.stringify(policies.notify)).to.contain('ci@shop.example')
  })

  it('says for people what each role is for', async () => {
    const { stdout } = await runHelper(['policy'], { folder: await makeProject(files) })
    for (const words of ['provisioning: makes the replica', 'teardown: deletes the replica', 'notify: sends the mail']) {
      expect(stdout).to.contain(words)
    }
  })
})
