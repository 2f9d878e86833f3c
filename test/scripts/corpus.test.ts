import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { createSeededEntropy } from '../../scripts/corpus/entropy.ts'
import { findEscaped } from '../../scripts/corpus/escaped.ts'
import { findTemplates } from '../../scripts/corpus/find.ts'
import { makeLiveStack } from '../../scripts/corpus/live-stack.ts'
import { formatReport, summaryOf } from '../../scripts/corpus/report.ts'
import { runCorpus } from '../../scripts/corpus/run.ts'
import { parseTemplate } from '../../src/production/template.ts'
import { plannedStack, planOf } from '../support/plans.ts'

const bucket = 'Resources:\n  Lake:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: pupils-lake-1}\n'
const custom = 'Resources:\n  Hook:\n    Type: Custom::Hook\n    Properties: {ServiceToken: "x"}\n'
const broken = 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Lake: "never closed\n'

describe('the corpus command', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corpus-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function write(files: Record<string, string>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
  }

  function live(text: string) {
    const template = parseTemplate(text, 'text')
    return makeLiveStack({ name: 'prod', text, template, findChild: () => undefined, entropy: createSeededEntropy('seed') })
  }

  it('takes any file that is a template, whatever its name, and nothing else', () => {
    write({
      'a/lake.yml': bucket,
      'a/lake.txt': JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }),
      'b/no-ending': bucket,
      'b/values.json': '{"Resources": {"Lake": {"Cpu": 1}}}',
      'b/README.md': `Text\n\n${broken}`,
      'b/broken.yaml': broken,
      'node_modules/x/lake.yml': bucket,
    })
    const { files, templates } = findTemplates(folder)
    expect(files).to.have.length(6)
    expect(templates.map(({ path }) => path)).to.deep.equal(['a/lake.txt', 'a/lake.yml', 'b/broken.yaml', 'b/no-ending'])
    expect(templates.find(({ path }) => path === 'b/broken.yaml')?.fault?.message).to.include('broken.yaml:')
  })

  it('counts what derives, what is refused and why, and what does not parse', async () => {
    write({ 'a/lake.yml': bucket, 'a/hook.yml': custom, 'b/broken.yml': broken, 'b/notes.txt': 'no template' })
    const run = await runCorpus(folder)
    const summary = summaryOf(run)
    expect(summary).to.deep.equal({
      files: 4,
      templates: 3,
      parsed: 2,
      derived: 1,
      allowed: 0,
      refused: { total: 1, 'derive.resource_refused: Custom::*': 1 },
      crashed: 0,
      leaks: 0,
      ms: summary.ms,
    })
    expect(formatReport(run, summary))
      .to.match(/^a +2 +2 +2 +1 +0 +1 +0 +0 +\d+$/m)
      .and.match(/^all +4 +3 +2 +1 +0 +1 +0 +0 +\d+$/m)
      .and.include('b/broken.yml: does not parse')
  })

  it('writes the derived templates under the paths of their sources', async () => {
    write({ 'a/lake.yml': bucket, 'a/hook.yml': custom })
    const out = join(folder, 'out')
    await runCorpus(folder, { out })
    expect(readdirSync(join(out, 'a'))).to.deep.equal(['lake.yml'])
    const derived = parseTemplate(readFileSync(join(out, 'a/lake.yml'), 'utf8'), 'derived')
    expect(derived.Resources.Lake?.Properties?.BucketName).to.not.equal('pupils-lake-1')
  })

  it('makes a live stack up: ids of each type’s shape, outputs, exports, and nothing that a condition leaves out', () => {
    const stack = live(`
Parameters: {Net: {Type: 'AWS::EC2::VPC::Id'}, Env: {Type: String, Default: prod}, Image: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>'}}
Conditions: {IsTest: !Equals [!Ref Env, test]}
Resources:
  Jobs: {Type: AWS::SQS::Queue}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Net, GroupDescription: x}}
  Spare: {Type: AWS::SQS::Queue, Condition: IsTest}
Outputs:
  Group: {Value: !GetAtt Group.GroupId, Export: {Name: !Sub '\${Env}-group'}}
  Sentence: {Value: !Sub 'jobs go to \${Jobs.Arn}'}
`)
    const ids = Object.fromEntries(stack.resources.map(({ logicalId, physicalId }) => [logicalId, physicalId]))
    expect(Object.keys(ids)).to.deep.equal(['Jobs', 'Group'])
    expect(ids.Jobs).to.match(/^https:\/\/sqs\.us-east-1\.amazonaws\.com\/\d{12}\/prod-Jobs-\w{12}$/)
    expect(ids.Group).to.match(/^sg-0[0-9a-f]{16}$/)
    expect(stack.outputs.Group).to.deep.equal({ value: ids.Group, exportName: 'prod-group' })
    expect(stack.outputs.Sentence?.value).to.match(/^jobs go to arn:aws:sqs:us-east-1:\d{12}:prod-Jobs-/)
    expect(stack.parameters.Net?.value).to.match(/^vpc-0[0-9a-f]{16}$/)
    expect(stack.parameters.Image).to.include({ value: '/made/up/Image' })
    expect(stack.parameters.Image?.resolved).to.match(/^ami-0/)
  })

  it('finds a made-up id in a plan by itself, but not in a name of the replica’s', () => {
    const stack = live(bucket.replace('    Properties: {BucketName: pupils-lake-1}\n', ''))
    const id = stack.resources[0]?.physicalId ?? ''
    const planWith = (name: string) =>
      planOf(plannedStack('prod', { Resources: { Lake: { Type: 'AWS::S3::Bucket', Properties: { BucketName: name } } } }))
    expect(findEscaped(planWith(`see ${id}!`), stack, [])).to.deep.equal([id])
    expect(findEscaped(planWith(`${id}-r4f2a1`), stack, [])).to.deep.equal([])
  })
})
