import { expect } from 'chai'
import type { PlannedNested, PlannedStack } from '../../../src/derive/types.ts'
import { type PlanFile, parametersLeftOut, planFiles } from '../../../src/report/plan/files.ts'
import { reportPlan } from '../../../src/report/plan/report.ts'
import { plannedStack, planOf, templateOf } from '../../support/plans.ts'

function filesOf(...stacks: PlannedStack[]): PlanFile[] {
  return planFiles(reportPlan(planOf(...stacks), { stacks: [] }), { stacks: [] })
}

function pathsOf(...names: string[]): string[] {
  return filesOf(...names.map((name) => plannedStack(name, templateOf({ A: 'AWS::SNS::Topic' })))).map(({ path }) => path)
}

describe('the files of plan --out', () => {
  it('are named after production’s stacks', () => {
    expect(pathsOf('newvision-data', 'hosts')).to.deep.equal(['newvision-data.json', 'hosts.json'])
  })

  it('are named after the replica’s stack where it stands for none of production’s', () => {
    const added = { ...plannedStack('', templateOf({ A: 'AWS::IAM::ManagedPolicy' })), name: 'prod-replica-r1-boundary' }
    expect(filesOf(added)[0]?.path).to.equal('prod-replica-r1-boundary.json')
  })

  it('stay within the folder, whatever a stack is called', () => {
    const names = ['../../etc/passwd', '/root', 'a/b', '..', '.', '-rf', 'C:\\x', 'a\u0000b', 'ü', 'x'.repeat(300), '.hidden', '']
    for (const path of pathsOf(...names)) expect(path).to.match(/^[A-Za-z0-9][\w.-]{0,120}\.json$/)
    expect(new Set(pathsOf(...names)).size).to.equal(names.length)
  })

  it('never share a name, also where capital letters do not count', () => {
    const paths = pathsOf('plan', 'Shop', 'shop', 'a/b', 'a-b', 'parameters')
    expect(new Set(paths.map((path) => path.toLowerCase())).size).to.equal(6)
    expect(paths).to.not.include('plan.json')
  })

  it('hold nested templates beside their parent, which names their paths', () => {
    const leaf = nestedStack('shop/Net/Leaf', {})
    const net = nestedStack('shop/Net', { Leaf: leaf })
    const shop = plannedStack('shop', templateOf({ Net: 'AWS::CloudFormation::Stack' }))
    const files = filesOf({ ...shop, nested: { Net: net } })
    expect(files.map(({ path }) => path)).to.deep.equal(['shop-Net-Leaf.json', 'shop-Net.json', 'shop.json'])
    const urls = files.map(
      ({ text }) => JSON.parse(text).Resources.Net?.Properties.TemplateURL ?? JSON.parse(text).Resources.Leaf?.Properties?.TemplateURL,
    )
    expect(urls).to.deep.equal([undefined, './shop-Net-Leaf.json', './shop-Net.json'])
    expect(shop.template.Resources.Net?.Properties, 'the plan itself').to.equal(undefined)
  })

  it('hold the parameters as the AWS CLI takes them, but no secret', () => {
    const template = {
      ...templateOf({ A: 'AWS::SNS::Topic' }),
      Parameters: { Stage: text, Password: { ...text, NoEcho: true } },
    }
    const parameters = { Stage: 'prod', Password: 'hunter2-hunter2' }
    const stack = { ...plannedStack('shop', template), parameters }
    const file = filesOf(stack).find(({ path }) => path === 'parameters/shop.json')
    expect(JSON.parse(file?.text ?? '')).to.deep.equal([{ ParameterKey: 'Stage', ParameterValue: 'prod' }])
    const report = reportPlan(planOf(stack), { stacks: [] })
    expect(parametersLeftOut(report)).to.deep.equal(['shop: Password (secret)'])
  })
})

const text = { Type: 'String' }

function nestedStack(production: string, nested: Record<string, PlannedNested>): PlannedNested {
  const types = Object.keys(nested).map((logicalId) => [logicalId, 'AWS::CloudFormation::Stack'])
  return { production, template: templateOf({ Topic: 'AWS::SNS::Topic', ...Object.fromEntries(types) }), nested, decisions: [] }
}
