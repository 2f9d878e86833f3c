import { expect } from 'chai'
import type { PlannedNested } from '../../../src/derive/types.ts'
import { isReplicaError } from '../../../src/errors.ts'
import type { Template } from '../../../src/production/types.ts'
import { createReplica } from '../../../src/stack/create/create.ts'
import { digestOf } from '../../../src/stack/hash.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createJournal } from '../../support/journal.ts'
import { plannedStack, planOf, run, templateOf } from '../../support/plans.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const ttlMs = 3_600_000
const stackType = 'AWS::CloudFormation::Stack'

function setUp() {
  const clock = createVirtualClock()
  const cloud = createFakeCloud(clock)
  const staged = new Map<string, string>()
  cloud.buckets.put = async (bucket, key, content) => void staged.set(`https://s3.example/${bucket}/${key}`, String(content))
  const ports = { cloud, clock, emit: createJournal().emit, signal: new AbortController().signal }
  return { cloud, staged, ports }
}

function nestedOf(template: Template, nested: Record<string, PlannedNested> = {}): PlannedNested {
  return { production: 'shop/Child', template, nested, decisions: [] }
}

const grandchild = nestedOf(templateOf({ Topic: 'AWS::SNS::Topic' }))
const child = nestedOf(templateOf({ Deep: stackType, Queue: 'AWS::SQS::Queue' }), { Deep: grandchild })
const parent = { ...plannedStack('shop', templateOf({ Child: stackType, Bucket: 'AWS::S3::Bucket' })), nested: { Child: child } }

describe('createReplica, of nested stacks', () => {
  it('stages their templates, and names them in the template that holds each', async () => {
    const { cloud, staged, ports } = setUp()
    await createReplica(planOf(parent), run, { ttlMs, stagingBucket: 'staging' }, ports)
    const urlIn = (text: string | undefined, id: string) =>
      (JSON.parse(text ?? '') as Template).Resources[id]?.Properties?.TemplateURL as string
    const childUrl = urlIn(cloud.requests[0]?.template, 'Child')
    expect(childUrl).to.match(/^https:\/\/s3\.example\/staging\/prod-replica\/pr-42\/prod-replica-pr-42-shop-Child-[0-9a-f]{16}\.json$/)
    const text = staged.get(urlIn(staged.get(childUrl), 'Deep'))
    expect(JSON.parse(text ?? '')).to.deep.equal(grandchild.template)
    expect(parent.template.Resources.Child).to.deep.equal({ Type: stackType })
  })

  it('gives the same template the same key, and another one another', async () => {
    const keys = await Promise.all(
      [parent, parent, { ...parent, nested: { Child: nestedOf(templateOf({ Queue: 'AWS::SQS::Queue' })) } }].map(async (planned) => {
        const { staged, ports } = setUp()
        await createReplica(planOf(planned), run, { ttlMs, stagingBucket: 'staging' }, ports)
        return [...staged.keys()].sort()
      }),
    )
    expect(keys[0]).to.deep.equal(keys[1])
    expect(keys[0]).to.not.include(keys[2]?.[0])
  })

  it('begins nothing without a bucket to read them from', async () => {
    const { cloud, ports } = setUp()
    const plan = planOf(plannedStack('data', templateOf({ Topic: 'AWS::SNS::Topic' })), parent)
    const error = await createReplica(plan, run, { ttlMs }, ports).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'stack.staging_needed')).to.equal(true)
    expect((error as Error).message)
      .to.contain('prod-replica-pr-42-shop')
      .and.to.contain('Child')
    expect(cloud.calls).to.deep.equal([])
  })
})

describe('the digest of a planned stack', () => {
  const digest = digestOf(parent)

  it('is the same whatever order parameters are written in', () => {
    const parameters = { A: '1', B: '2' }
    expect(digestOf({ ...parent, parameters })).to.equal(digestOf({ ...parent, parameters: { B: '2', A: '1' } }))
  })

  it('differs with a parameter, and a template however deep', () => {
    const deeper = nestedOf(child.template, { Deep: nestedOf(templateOf({ Other: 'AWS::SNS::Topic' })) })
    const others = [
      { ...parent, parameters: { A: '1' } },
      { ...parent, parameters: { A: '2' } },
      { ...parent, nested: { Child: deeper } },
    ].map(digestOf)
    expect(new Set([digest, ...others]).size).to.equal(4)
  })
})
