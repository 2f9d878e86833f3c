import { expect } from 'chai'
import { summarizePicture } from '../../../src/report/model/picture.ts'
import { recordPlan } from '../../../src/report/plan/record.ts'
import { newVisionProduction, planReportOf, productionWithTexts } from '../../support/plan-report.ts'

describe('what the report keeps of a plan', () => {
  it('has every resource of the example company once, with its reason where it changes', async () => {
    const plan = planReportOf(await newVisionProduction())
    const picture = summarizePicture(recordPlan(plan))
    const resources = picture.flatMap(({ groups }) =>
      groups.flatMap((group) => group.resources.map((resource) => ({ ...resource, group: group.group }))),
    )
    expect(resources).to.have.length(plan.stacks.reduce((sum, { decisions }) => sum + decisions.length, 0))
    const unexplained = resources.filter(({ group, reasons }) => group !== 'kept' && reasons.length === 0)
    expect(unexplained).to.deep.equal([])
  })

  it('holds no template, no parameter and so none of their secrets', () => {
    const text = `
Parameters:
  Password: {Type: String, NoEcho: true, Default: hunter2-hunter2}
Resources:
  Store:
    Type: AWS::RDS::DBInstance
    Properties: {DBInstanceIdentifier: s, MasterUserPassword: !Ref Password, MasterUsername: someone-special, Engine: postgres}
`
    const record = JSON.stringify(recordPlan(planReportOf(productionWithTexts({ data: text }))))
    for (const secret of ['hunter2', 'someone-special', 'Properties', 'NoEcho']) expect(record).not.to.include(secret)
    expect(record).to.include('Store')
  })
})
