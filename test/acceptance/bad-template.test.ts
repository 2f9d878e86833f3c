import { rm } from 'node:fs/promises'
import { expect } from 'chai'
import { makeProject, runHelper } from '../support/run-helper.ts'

const spec =
  'version: 1\nproduction:\n  region: us-east-1\n  templates: {data: data.yml}\nstores:\n  app: {resource: Db, database: app, data: empty}\n'
const sound = 'Resources:\n  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres}}\n'

interface Case {
  when: string
  template: string
  code: string
  says: RegExp[]
  words?: string[]
}

const cases: Case[] = [
  {
    when: 'it holds a key twice',
    template: `${sound}  Db: {Type: A}\n`,
    code: 'production.template_faulty',
    says: [/data\.yml:3:3/, /"Db".*twice/],
  },
  {
    when: 'its JSON holds a key twice',
    template: '{"Resources": {\n  "A": {"Type": "AWS::SNS::Topic"},\n  "A": {"Type": "AWS::SNS::Topic"}}}',
    code: 'production.template_faulty',
    says: [/data\.yml:3:3/, /"A".*twice/],
  },
  {
    when: 'its resources wait for one another',
    template: 'Resources:\n  A: {Type: AWS::SNS::Topic, DependsOn: B}\n  B: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref A}}\n',
    code: 'production.template_faulty',
    says: [/data\.yml:2:3/, /A → B → A/],
  },
  {
    when: 'its conditions wait for one another',
    template: `${sound}Conditions:\n  C: !Not [!Condition D]\n  D: !Not [!Condition C]\n`,
    code: 'production.template_faulty',
    says: [/data\.yml:4:3/, /C → D → C/],
  },
  {
    when: 'it calls a function that there is not',
    template: 'Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Joinn [a, [b]]\n',
    code: 'production.template_faulty',
    says: [/data\.yml:5:18/, /Joinn/, /Did you mean "Fn::Join"/],
  },
  {
    when: 'an alias has no anchor',
    template: 'Resources:\n  A: *nothing\n',
    code: 'production.template_invalid',
    says: [/data\.yml:2:6/, /nothing/],
  },
  {
    when: 'an alias stands within its own anchor',
    template: 'Resources: &all\n  A: *all\n',
    code: 'production.template_invalid',
    says: [/data\.yml:2:6/, /own anchor/],
  },
  {
    when: 'its aliases are a bomb',
    template: `${sound}Metadata:\n  a0: &a0 [x]\n${Array.from({ length: 12 }, (_, level) => `  a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]\n`).join('')}`,
    code: 'production.template_invalid',
    says: [/data\.yml:1:1/, /without end/],
  },
  {
    when: 'it is indented with tabs',
    template: 'Resources:\n\tA:\n\t\tType: AWS::SNS::Topic\n',
    code: 'production.template_invalid',
    says: [/data\.yml:2:1/, /Tabs/],
  },
  {
    when: 'a byte order mark stands inside it',
    template: 'Resources:\n  \uFEFFA: {Type: AWS::SNS::Topic}\n',
    code: 'production.template_invalid',
    says: [/data\.yml:2:3/, /byte order mark/],
  },
  {
    when: 'it is UTF-16',
    template: '\uFEFFR\0e\0s\0',
    code: 'production.template_invalid',
    says: [/data\.yml:1:1/, /UTF-16/],
  },
  {
    when: 'it has more than 1 MB of text',
    template: `${sound}#${'é'.repeat(500_000)}\n`,
    code: 'production.template_invalid',
    says: [/data\.yml:1:1/, /1 MB/],
  },
  {
    when: 'it is nested without end',
    template: `Resources: ${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    code: 'production.template_invalid',
    says: [/data\.yml:1:\d+/, /nested too deep/],
  },
  {
    when: 'it holds several documents',
    template: `${sound}---\n${sound}`,
    code: 'production.template_invalid',
    says: [/data\.yml:3:1/, /several YAML documents/],
  },
  {
    when: 'only AWS can expand it',
    template: 'Resources:\n  Fn::ForEach::Topics: [Name, [a, b], {"Topic${Name}": {Type: AWS::SNS::Topic}}]\n',
    code: 'production.template_faulty',
    says: [/data\.yml:2:3/, /live stack/],
  },
  {
    when: 'a parameter has no value',
    template: `Parameters:\n  Env: {Type: String}\n${sound.replace('postgres', '!Ref Env')}`,
    code: 'derive.parameter_needed',
    says: [/data\.yml:2:3/, /production\.templates\.data\.parameters\.Env/],
  },
  {
    when: 'two of its names leave no room for the replica’s id',
    template: `${sound}${['a', 'b'].map((name) => `  ${name}: {Type: AWS::Polly::Lexicon, Properties: {Content: x, Name: aNameOfNineteenLett${name}}}\n`).join('')}`,
    words: ['--id', 'review-of-the-branch'],
    code: 'derive.name_impossible',
    says: [/data\.yml:3:59/, /"aNameOfNineteenLetta"/, /data\.yml:4:59/, /"aNameOfNineteenLettb"/],
  },
  {
    when: 'its references name nothing',
    template: `${sound}  A: {Type: AWS::SNS::Topic, DependsOn: Dbb, Properties: {TopicName: !Sub "\${Nope}-x"}}\n`,
    code: 'production.template_faulty',
    says: [/data\.yml:3:30/, /Did you mean "Db"/, /data\.yml:3:70/, /"Nope"/],
  },
]

describe('a bad template', () => {
  for (const { when, template, code, says, words = [] } of cases) {
    it(`is told clearly when ${when}`, async () => {
      const folder = await makeProject({ 'replica.yml': spec, 'data.yml': template })
      const end = await runHelper(['plan', ...words], { folder })
      expect(end.stderr, 'standard error').to.contain(`(${code})`)
      for (const part of says) expect(end.stderr).to.match(part)
      expect(end.stderr).not.to.match(/^\s+at .*:\d+:\d+/m)
      expect(end.stdout, 'standard output').to.equal('')
      expect(end.exitCode).to.equal(2)
      await rm(folder, { recursive: true })
    }).timeout(30_000)
  }

  for (const [what, text] of [
    [
      'anchors and merge keys',
      'Metadata:\n  Base: &base {Engine: postgres}\nResources:\n  Db: {Type: AWS::RDS::DBInstance, Properties: {<<: *base}}\n',
    ],
    ['a byte order mark at its start', `\uFEFF${sound}`],
    ['carriage returns', sound.replaceAll('\n', '\r\n')],
  ] as const) {
    it(`is none with ${what}`, async () => {
      const folder = await makeProject({ 'replica.yml': spec, 'data.yml': text })
      const end = await runHelper(['plan'], { folder })
      expect(end.stderr).not.to.contain('error')
      expect(end.stdout).to.contain('Db')
      expect(end.exitCode).to.equal(0)
      await rm(folder, { recursive: true })
    }).timeout(30_000)
  }
})
