import { expect } from 'chai'
import { locateLeaks } from '../../src/report/plan-lines.ts'
import { productionWithTexts } from '../support/plan-report.ts'

const yaml = `# the shop
Parameters:
  Stage: {Type: String}
Resources:
  Host:
    Type: AWS::EC2::Instance
    Properties:
      Tags:
        - {Key: a, Value: b}
        - Key: c
          Value: d
      UserData:
        Fn::Base64: !Sub
          - 'echo \${X}'
          - X: !Join
              - '-'
              - [a, b]
      "odd/key~": x
`

function lineOf(path: string, text = yaml, stack = 'shop'): number | undefined {
  const leak = { stack, path, found: 'x', meaning: 'y', allowed: false }
  const production = productionWithTexts({ shop: 'Resources: {Host: {Type: X}}' })
  const stacks = production.stacks.map((each) => ({ ...each, text }))
  return locateLeaks([leak], { stacks })[0]?.line
}

describe('the line of a leak', () => {
  it('is found through maps, lists, short forms and escaped keys', () => {
    expect(lineOf('/Resources/Host/Properties/Tags/0/Value')).to.equal(9)
    expect(lineOf('/Resources/Host/Properties/Tags/1/Value')).to.equal(11)
    expect(lineOf('/Resources/Host/Properties/UserData/Fn::Base64/Fn::Sub/0')).to.equal(14)
    expect(lineOf('/Resources/Host/Properties/UserData/Fn::Base64/Fn::Sub/1/X/Fn::Join/1/0')).to.equal(17)
    expect(lineOf('/Resources/Host/Properties/odd~1key~0')).to.equal(18)
    expect(lineOf('/Parameters/Stage')).to.equal(3)
  })

  it('is that of the nearest part that production has, where the plan has more', () => {
    expect(lineOf('/Resources/Host/Properties/Added/Deeper')).to.equal(7)
  })

  it('is not there for what the plan added, for another stack, or without a text', () => {
    expect(lineOf('/Resources/Added/Properties/X')).to.equal(undefined)
    expect(lineOf('/Resources/Host', yaml, 'other')).to.equal(undefined)
    expect(lineOf('/Resources/Host', '')).to.equal(undefined)
  })

  it('is found in JSON, and no text makes it fail', () => {
    expect(lineOf('/Resources/Host/Properties/A', '{"Resources": {\n"Host": {"Properties": {\n"A": "b"}}}}')).to.equal(3)
    for (const text of ['Resources: [', 'a: *nowhere', '\t', 'Resources: {Host: &x {a: *x}}', '- 1', '"'])
      expect(() => lineOf('/Resources/Host/a/a/a/a', text), text).to.not.throw()
  })
})
