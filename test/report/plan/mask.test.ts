import { expect } from 'chai'
import type { Production } from '../../../src/production/types.ts'
import { planFiles } from '../../../src/report/plan/files.ts'
import { formatPlan } from '../../../src/report/plan/plan.ts'
import { specOf } from '../../support/derive.ts'
import { planReportOf, productionWithTexts } from '../../support/plan-report.ts'

const secret = 'hunter2-hunter2'
const template = `Parameters:
  Token: {Type: String, NoEcho: true, Default: ${secret}}
  Short: {Type: String, NoEcho: 'true', Default: abc}
  User: {Type: String, Default: scores}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Ref Token
      KmsMasterKeyId: !Sub '\${Short}\${User}'
      Tags: [{Key: open, Value: 'says ${secret} and abc'}]
`

describe('secret parameters in the plan', () => {
  it('are in no face of it: not in the text, the JSON or the files', () => {
    const production = given()
    const report = planReportOf(production)
    const faces = [
      JSON.stringify(report),
      formatPlan(report, { colour: false, columns: 100, all: true }),
      ...planFiles(report, production).map(({ text }) => text),
    ]
    expect(faces).to.have.lengthOf(4)
    for (const face of faces) expect(face).to.not.contain(secret)
  })

  it('are masked in the parameters, whatever their length, and have no default', () => {
    const [stack] = planReportOf(given()).stacks
    expect(stack?.parameters).to.deep.equal({ Token: '****', Short: '****', User: 'scores' })
    expect(stack?.template.Parameters?.Short).to.deep.equal({ Type: 'String', NoEcho: 'true' })
    expect(stack?.template.Parameters?.User).to.deep.equal({ Type: 'String', Default: 'scores' })
  })

  it('leave texts alone where they are too short to be told from ordinary words', () => {
    const [stack] = planReportOf(given()).stacks
    expect(stack?.template.Resources.Topic?.Properties?.Tags).to.deep.include({ Key: 'open', Value: 'says **** and abc' })
  })

  it('are masked in leaks, too', () => {
    const production = given()
    const leak = { stack: 'shop', path: '/Resources/Topic', found: `x ${secret} y`, meaning: secret, allowed: false }
    const report = planReportOf(production)
    expect(JSON.stringify(report)).to.not.contain(secret)
    expect(planReportOf(production, undefined, [leak]).leaks[0]).to.include({ found: 'x **** y', meaning: '****' })
  })

  it('are no master user that is shown', () => {
    const database = `Parameters: {User: {Type: String, NoEcho: true, Default: boss}}
Resources:
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, MasterUsername: !Ref User, MasterUserPassword: x}}`
    const production = productionWithTexts({ shop: database })
    const stacks = production.stacks.map((stack) => ({ ...stack, parameters: { User: { value: 'boss', secret: false } } }))
    const report = planReportOf({ ...production, stacks }, specOf('my_app: {resource: Db, database: app, data: empty}'))
    expect(report.stores.my_app?.user).to.equal('****')
  })

  it('leave the plan that is carried out as it is', () => {
    const production = given()
    planReportOf(production)
    expect(production.stacks[0]?.parameters.Token?.value).to.equal(secret)
    expect(production.stacks[0]?.template.Parameters?.Token?.Default).to.equal(secret)
  })
})

/** The team gave the values in replica.yml, so they are known. */
function given(): Production {
  const production = productionWithTexts({ shop: template })
  const parameters = {
    Token: { value: secret, secret: false },
    Short: { value: 'abc', secret: false },
    User: { value: 'scores', secret: false },
  }
  return { ...production, stacks: production.stacks.map((stack) => ({ ...stack, parameters })) }
}
