import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { boundaryTemplate } from '../../src/derive/boundary/template.ts'
import { replicaPolicies } from '../../src/derive/policy/policies.ts'
import { policyBinding, policyPlan } from '../support/policies.ts'
import { runPython } from '../support/python.ts'

type Finding = [name: string, issue: string, detail: string]

/** Newer than parliament's list of actions. */
const newActions = ['cloudformation:DescribeEvents']
/** Remarks on what is meant: nothing can be bound but by a tag there; and IAM takes an ARN where text is asked for. */
const remarks = ['RESOURCE_STAR', 'MISMATCHED_TYPE_BUT_USABLE']

describe('the policies against parliament, which we did not write', function () {
  this.timeout(120_000)
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prod-replica-policies-'))
  })
  after(() => rm(folder, { recursive: true }))

  it('are well formed: keys, operators and resources fit the actions', async () => {
    const findings = await check(documents())
    const faults = findings.filter(([, issue]) => ![...remarks, 'UNKNOWN_ACTION', 'UNKNOWN_PREFIX'].includes(issue))
    expect(faults).to.deep.equal([])
  })

  it('has nothing to say about the permissions boundary either', async () => {
    const findings = await check({ boundary: filledBoundary() })
    expect(findings.filter(([, issue]) => !remarks.includes(issue))).to.deep.equal([])
  })

  it('ask for no action of the helper’s own that does not exist', async () => {
    const alone = replicaPolicies(policyPlan({}), { ...policyBinding, stagingBucket: 'ci-templates', from: 'ci@shop.example' })
    const findings = await check(named(alone))
    const unknown = findings.filter(
      ([, issue, detail]) => issue.startsWith('UNKNOWN') && !newActions.some((action) => detail.includes(action)),
    )
    expect(unknown).to.deep.equal([])
  })

  it('would not pass with an action or a key that AWS does not have', async () => {
    const wrong = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:PutObjekt'], Resource: '*' }] }
    const [first] = await check({ wrong })
    expect(first?.[1]).to.equal('UNKNOWN_ACTION')
  })

  async function check(policies: Record<string, unknown>): Promise<Finding[]> {
    const file = join(folder, 'policies.json')
    await writeFile(file, JSON.stringify(policies))
    return JSON.parse(await runPython('policies.py', [file], {})) as Finding[]
  }
})

/** The boundary's policy as CloudFormation makes it of template and parameters. */
function filledBoundary(): unknown {
  const { template, parameters } = boundaryTemplate(['arn:aws:s3:::shop', 'arn:aws:s3:::shop/*'], ['shop'], 'boundary')
  return JSON.parse(
    JSON.stringify(template.Resources.Boundary?.Properties?.PolicyDocument)
      .replaceAll(/\{"Ref":"(\w+)"\}/g, (_, name: string) => JSON.stringify(parameters[name]?.split(',')))
      .replaceAll(/\{"Fn::Sub":"[^"]*"\}/g, '"arn:aws:iam::123456789012:policy/prod-replica-x-*"'),
  )
}

function documents(): Record<string, unknown> {
  return named(replicaPolicies(policyPlan(), { ...policyBinding, stagingBucket: 'ci-templates', from: 'ci@shop.example' }))
}

function named({ provisioning, teardown, notify }: ReturnType<typeof replicaPolicies>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ provisioning, teardown, notify }).flatMap(([role, list]) =>
      list.map((document, index) => [`${role} ${index}`, document]),
    ),
  )
}
