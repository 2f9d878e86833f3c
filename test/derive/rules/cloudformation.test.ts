import { expect } from 'chai'
import { productionOf, specOf } from '../../support/derive.ts'
import { applied, decisionOf, propertiesOf } from './replica.ts'

const signals = 'Fn::Base64: cfn-signal -e 0'

function draftOf(resources: string, allow: readonly string[] = []) {
  return applied(productionOf({ shop: `Resources:\n${resources}` }), specOf('', allow))[0]
}

describe('waiting for signals', () => {
  const group = (policy: string, userData = signals) => `
  Group: {Type: AWS::AutoScaling::AutoScalingGroup, CreationPolicy: ${policy}, Properties: {MinSize: '9', MaxSize: '9'}}
  Launch: {Type: AWS::AutoScaling::LaunchConfiguration, Properties: {ImageId: a, UserData: {${userData}}}}`

  for (const [policy, expected] of [
    ['{ResourceSignal: {Count: 9, Timeout: PT1H}}', { ResourceSignal: { Count: 1, Timeout: 'PT15M' } }],
    ['{ResourceSignal: {Count: 9, Timeout: PT10M30S}}', { ResourceSignal: { Count: 1, Timeout: 'PT10M30S' } }],
    ['{ResourceSignal: {Count: !Ref N, Timeout: !Ref T}}', { ResourceSignal: { Count: 1, Timeout: 'PT5M' } }],
    ['{ResourceSignal: {Timeout: nonsense}}', { ResourceSignal: { Count: 1, Timeout: 'PT15M' } }],
    ['{StartFleet: true}', undefined],
    ['[]', undefined],
  ] as const) {
    it(`makes of ${policy} ${JSON.stringify(expected) ?? 'nothing'}`, () => {
      expect(draftOf(group(policy))?.template.Resources.Group?.CreationPolicy).to.deep.equal(expected)
    })
  }

  it('waits for nothing where nothing signals', () => {
    const draft = draftOf(group('{ResourceSignal: {Count: 9}}', 'Fn::Base64: echo hello'))
    expect(draft?.template.Resources.Group).to.not.have.property('CreationPolicy')
    expect(decisionOf(draft, 'Group').reasons.map((each) => each.rule)).to.include('signals-lowered')
  })

  const wait = (host: string) => `
  Handle: {Type: AWS::CloudFormation::WaitConditionHandle}
  Wait: {Type: AWS::CloudFormation::WaitCondition, DependsOn: Host, Properties: {Handle: !Ref Handle, Count: 4, Timeout: '7200'}}
  Host: ${host}
  After: {Type: AWS::SNS::Topic, DependsOn: [Wait]}`

  it('keeps a wait condition whose handle a host signals, for one signal and 15 minutes', () => {
    const draft = draftOf(wait("{Type: AWS::EC2::Instance, Properties: {UserData: !Sub 'curl ${Handle}'}}"))
    expect(propertiesOf(draft, 'Wait')).to.include({ Count: 1, Timeout: 900 })
    expect(propertiesOf(draft, 'Handle')).to.deep.equal({})
  })

  it('leaves one out whose handle nobody of the replica knows', () => {
    const draft = draftOf(wait("{Type: AWS::CodeBuild::Project, Properties: {Source: !Sub 'curl ${Handle}'}}"))
    expect(Object.keys(draft?.template.Resources ?? {})).to.deep.equal(['After'])
    expect(draft?.template.Resources.After).to.not.have.property('DependsOn')
  })
})

describe('custom resources', () => {
  const custom = (timeout: string) => `
  Fn: {Type: AWS::Lambda::Function}
  Custom: {Type: Custom::Thing, Properties: {ServiceToken: !GetAtt Fn.Arn${timeout}}}`

  for (const [given, expected] of [
    ['', 300],
    [', ServiceTimeout: 3600', 300],
    [', ServiceTimeout: 60', 60],
    [', ServiceTimeout: !Ref Unknown', 300],
  ] as const) {
    it(`waits ${expected} s for an allowed one${given}`, () => {
      const draft = draftOf(custom(given), ['Custom'])
      expect(propertiesOf(draft, 'Custom').ServiceTimeout).to.equal(expected)
      expect(decisionOf(draft, 'Custom').kind).to.equal('kept')
    })
  }

  it('refuses what nobody allowed and leaves it as it is', () => {
    const draft = draftOf(custom(''))
    expect(decisionOf(draft, 'Custom').kind).to.equal('refused')
    expect(propertiesOf(draft, 'Custom')).to.not.have.property('ServiceTimeout')
  })
})
