import { expect } from 'chai'
import type { Plan } from '../../../src/derive/types.ts'
import { formatPlan, type PlanOptions } from '../../../src/report/plan/plan.ts'
import { reportPlan } from '../../../src/report/plan/report.ts'
import type { PlanReport } from '../../../src/report/plan/types.ts'
import { widthOf } from '../../../src/report/table.ts'
import { specOf } from '../../support/derive.ts'
import { expectGolden } from '../../support/golden.ts'
import { newVisionProduction, planReportOf, productionWithTexts } from '../../support/plan-report.ts'
import { plannedStack, planOf } from '../../support/plans.ts'

const plain: PlanOptions = { colour: false, columns: 100, all: false }
const stores = 'warehouse: {resource: Warehouse, database: dev}, app: {resource: AppDatabase, database: app}'

describe('the plan for people', () => {
  let newVision: PlanReport
  let all: [name: string, report: PlanReport][]

  before(async () => {
    newVision = planReportOf(await newVisionProduction(), specOf(stores))
    all = [
      ['new-vision', newVision],
      ['stopped', stopped()],
      ['allowed', stopped(['arn:aws:lambda:us-east-1:123456789012:function:pay', 'Announce', 'arn:aws:sqs:us-east-1:123456789012:orders'])],
      ['nested', nested()],
      ['hostile', hostile()],
    ]
  })

  it('is what it was', () => {
    for (const [name, report] of all) expectGolden(`plan/${name}.txt`, formatPlan(report, plain))
  })

  it('shows every kept resource when asked to', () => {
    expectGolden('plan/new-vision-all.txt', formatPlan(newVision, { ...plain, all: true }))
  })

  it('fits 100 columns, however wide the terminal is, and narrow ones too', () => {
    for (const [name, report] of all) {
      for (const columns of [60, 100, 240]) {
        const lines = formatPlan(report, { ...plain, columns, all: true }).split('\n')
        const long = lines.filter((line) => widthOf(line) > Math.min(columns, 100))
        expect(long, `${name} at ${columns} columns`).to.deep.equal([])
      }
    }
  })

  it('says the same with colours and without', () => {
    for (const [, report] of all) {
      const coloured = formatPlan(report, { ...plain, colour: true })
      expect(coloured).to.contain('\u001b[')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
      expect(coloured.replace(/\u001b\[\d+m/g, '')).to.equal(formatPlan(report, plain))
    }
  })

  it('passes on no character that moves a cursor or turns the direction of the text', () => {
    const text = formatPlan(hostile(), { ...plain, all: true })
    expect(text).to.not.match(/(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u)
    expect(text).to.not.contain('[31m')
  })

  it('says first and last whether the plan may be carried out', () => {
    for (const [name, report] of all) {
      const lines = formatPlan(report, plain).trimEnd().split('\n')
      const answers = lines.filter((line) => /^[✓✗] This plan may/.test(line))
      expect(answers, name).to.have.lengthOf(2)
      expect(lines.at(-1)).to.equal(answers[0])
    }
  })

  it('says what was written, or that nothing was', () => {
    const written = { folder: 'derived', files: ['shop.yml', 'plan.json'], leftOut: ['shop: Password (secret)'] }
    const text = formatPlan(newVision, { ...plain, written })
    expect(text).to.match(/Wrote 2 files to derived\.\nThe files leave these parameters to you:\n {2}- shop: Password \(secret\)\n$/)
    const none = formatPlan(stopped(), { ...plain, written: { folder: 'derived', files: [], leftOut: [] } })
    expect(none).to.match(/Nothing was written to derived\.\n$/)
  })
})

const stoppedTemplate = `Parameters:
  Queue: {Type: String, Default: 'arn:aws:sqs:us-east-1:123456789012:orders'}
Resources:
  Host:
    Type: AWS::EC2::Instance
    Properties: {InstanceType: m5.large, ImageId: ami-0a1b2c3d4e5f60718}
  Watcher:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Environment:
        Variables:
          WATCHED: i-0a1b2c3d4e5f60718
          QUEUE: !Ref Queue
          PAY: &pay arn:aws:lambda:us-east-1:123456789012:function:pay
          PAY_AGAIN: *pay
  Announce:
    Type: Custom::Announcement
    Properties: {ServiceToken: !GetAtt Watcher.Arn}
  Domain:
    Type: AWS::OpenSearchService::Domain
    Properties: {ClusterConfig: {InstanceType: i3.metal.search}}
`

function stopped(allow: readonly string[] = []): PlanReport {
  const production = productionWithTexts({ shop: stoppedTemplate }, { Host: 'i-0a1b2c3d4e5f60718' })
  return planReportOf(production, specOf('', allow))
}

const nestedTemplates = {
  shop: `
Parameters: {Stage: {Type: String, Default: prod}}
Resources:
  Network: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Data:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: 'https://s3.amazonaws.com/shop/data.yml', Parameters: {Stage: !Ref Stage}}
  News: {Type: AWS::SNS::Topic}
`,
  'shop/Data': `
Parameters: {Stage: {Type: String}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Cache:
    Type: AWS::ElastiCache::CacheCluster
    Condition: IsProd
    Properties: {CacheNodeType: cache.r6g.large, Engine: redis, NumCacheNodes: 1}
  Tables:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: 'https://s3.amazonaws.com/shop/tables.yml'}
`,
  'shop/Data/Tables': `
Resources:
  Orders: {Type: AWS::DynamoDB::Table, Properties: {TableName: shop-orders, BillingMode: PAY_PER_REQUEST}}
  Announce: {Type: Custom::Announcement, Properties: {ServiceToken: !GetAtt Orders.Arn}}
`,
}

/** A stack with a stack nested two levels deep, in which something is refused. */
function nested(): PlanReport {
  const production = productionWithTexts(nestedTemplates)
  const stacks = production.stacks.map((stack) => {
    const [, parent, logicalId] = /^(.*)\/(\w+)$/.exec(stack.name) ?? []
    return parent === undefined || logicalId === undefined ? stack : { ...stack, parent: { stack: parent, logicalId } }
  })
  const given = { Stage: { value: 'prod', secret: false } }
  const whole = stacks.map((stack) => (stack.name === 'shop/Data' ? { ...stack, parameters: given } : stack))
  return planReportOf({ ...production, stacks: whole })
}

/** Names that would do harm in a terminal, in every place that the plan shows. */
function hostile(): PlanReport {
  const bad = (text: string): string => `\u001b[31m${text}\u202e\u0007\n\u001b]0;owned\u0007${'x'.repeat(90)}`
  const stack = plannedStack(bad('stack'), { Resources: { [bad('Id')]: { Type: bad('AWS::RDS::DBInstance') } } })
  const decision = { logicalId: bad('Id'), type: bad('AWS::RDS::DBInstance'), reasons: [{ rule: bad('rule'), reason: bad('reason') }] }
  const kinds = ['refused', 'dropped', 'kept', 'shared'] as const
  const leak = { stack: bad('stack'), path: `/Resources/${bad('Id')}`, found: bad('found'), meaning: bad('meaning'), allowed: false }
  const plan: Plan = {
    ...planOf({ ...stack, name: bad('name'), needs: [bad('needed')], decisions: kinds.map((kind) => ({ ...decision, kind })) }),
    replicaId: bad('replica'),
    region: bad('region'),
    account: bad('account'),
    stores: {
      [bad('store')]: {
        engine: 'postgres',
        stack: bad('name'),
        logicalId: bad('Id'),
        database: bad('database'),
        user: 'u',
        outputs: { address: 'a', port: 'p', secret: 's' },
      },
    },
    leaks: [leak, { ...leak, allowed: true }],
  }
  return reportPlan(plan, { stacks: [] })
}
