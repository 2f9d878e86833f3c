import { expect } from 'chai'
import fc from 'fast-check'
import type { JsonValue } from '../../src/production/json.ts'
import { formatTemplate } from '../../src/production/print-template.ts'
import { parseTemplate } from '../../src/production/template.ts'
import type { Template } from '../../src/production/types.ts'

const source = `# The data of production.
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Env:
    Type: String   # of an environment
    Default: 'prod'

Resources:
  # Holds the scores.
  Db:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Retain # never lose it
    Properties:
      Engine: "postgres"
      MultiAZ: yes
      # Goes with the key below.
      DBInstanceIdentifier: scores
      VPCSecurityGroups: [!GetAtt Group.GroupId, !Ref Other]
      MasterUsername: !Sub '\${Env}-admin'
      Script:
        Fn::Base64: !Sub |
          #!/bin/bash
          echo "\${Env}"
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: a
      Ingress:
      - {FromPort: 22, ToPort: 22}
      - {FromPort: 5432, ToPort: 5432}  # the store
  Other:
    Type: AWS::EC2::SecurityGroup
`

/** The source's template with a few changes made to it, printed. */
function printed(change: (template: Template) => void, text = source): string {
  const template = parseTemplate(text, 't')
  change(template)
  const result = formatTemplate(template, text)
  expect(parseTemplate(result, 'printed')).to.deep.equal(template)
  return result
}

function propertiesOf(template: Template, id: string): Record<string, JsonValue> {
  const properties = template.Resources[id]?.Properties
  if (properties === undefined) throw new Error(`${id} has no properties`)
  return properties
}

describe('formatTemplate', () => {
  it('gives back what was not changed, letter for letter but for spaces', () => {
    const text = printed(() => undefined)
    expect(text.split('\n').map((line) => line.replace(/ +#/, ' #'))).to.deep.equal(
      source.split('\n').map((line) => line.replace(/ +#/, ' #')),
    )
  })

  it('changes only the line of a changed value, and keeps its comment', () => {
    const text = printed((template) => Object.assign(template.Resources.Db ?? {}, { DeletionPolicy: 'Delete' }))
    expect(text).to.contain('    DeletionPolicy: Delete # never lose it\n')
    expect(text.split('\n')).to.have.length(source.split('\n').length)
  })

  it('takes a removed key away with its comment', () => {
    const text = printed((template) => delete propertiesOf(template, 'Db').DBInstanceIdentifier)
    expect(text).not.to.contain('Goes with the key')
    expect(text).to.contain('MultiAZ: yes\n      VPCSecurityGroups: [')
  })

  it('puts new keys at the end of their map, with calls in short form', () => {
    const tags = [
      { Key: 'replica', Value: { 'Fn::Sub': '${AWS::StackName}-x' } },
      { Key: 'of', Value: { 'Fn::GetAtt': ['Db', 'Arn'] } },
    ]
    const text = printed((template) => Object.assign(propertiesOf(template, 'Db'), { Tags: tags }))
    expect(text).to.contain("Value: !Sub '${AWS::StackName}-x'").and.to.contain('Value: !GetAtt Db.Arn')
    expect(text.indexOf('Tags:')).to.be.above(text.indexOf('echo "${Env}"')).and.below(text.indexOf('  Group:'))
  })

  it('takes single items out of a list', () => {
    const text = printed((template) => {
      propertiesOf(template, 'Group').Ingress = [{ FromPort: 5432, ToPort: 5432 }]
    })
    expect(text).to.match(/Ingress:\n {6}- \{FromPort: 5432, ToPort: 5432\} +# the store/)
  })

  it('writes a script as a block of lines', () => {
    const text = printed((template) => {
      propertiesOf(template, 'Db').Script = { 'Fn::Base64': { 'Fn::Sub': '#!/bin/sh\nexit ${Env}\n' } }
    })
    expect(text).to.contain('Fn::Base64: !Sub |\n          #!/bin/sh\n          exit ${Env}\n')
  })

  it('keeps the order and the indent of JSON', () => {
    const json = '{\n\t"Resources": {\n\t\t"A": {\n\t\t\t"Type": "B",\n\t\t\t"Properties": {}\n\t\t}\n\t}\n}\n'
    const template = { Resources: { A: { Properties: {}, Metadata: {}, Type: 'B' } } }
    expect(formatTemplate(template, json)).to.equal(json.replace('{}\n\t\t}', '{},\n\t\t\t"Metadata": {}\n\t\t}'))
  })

  it('is JSON where there is no source', () => {
    expect(formatTemplate({ Resources: {} })).to.equal('{\n  "Resources": {}\n}\n')
  })

  it('writes out anchors, aliases and merge keys', () => {
    const text = 'Resources:\n  A: &a\n    Type: T\n    Properties: {P: &p [1], Q: *p}\n  B: *a\n  C:\n    <<: *a\n    DependsOn: A\n'
    expect(printed((template) => Object.assign(propertiesOf(template, 'A'), { P: 2 }), text)).not.to.match(/[&*]|<</)
  })

  it('keeps every text, whatever YAML would take it for', () => {
    const odd = [
      'yes',
      'y',
      '012',
      '1e3',
      '2012-10-17',
      '=',
      '*x',
      '&a',
      '!b',
      'a: b',
      'a #c',
      '',
      'null',
      '~',
      '- x',
      '%a',
      '@b',
      '`',
      '<<',
    ]
    const odder = [
      'a\nb',
      'a \n b\n',
      '\n',
      ' x',
      '\u2028',
      '\u0085',
      '\u0007',
      'é',
      '😀',
      '\t',
      'a\r\nb',
      "it's",
      '"',
      '{a}',
      '22:22',
      '0x1F',
      '.5',
    ]
    for (const each of [...odd, ...odder]) {
      printed((template) => Object.assign(propertiesOf(template, 'Db'), { Engine: each, New: each, [each]: each }))
    }
  })

  it('is parsed to the same template, whatever is put in any place', () => {
    const names = fc.constantFrom(
      'Ref',
      'Condition',
      'Fn::Sub',
      'Fn::GetAtt',
      'Fn::If',
      'Fn::Base64',
      'Fn::Foo',
      'Fn::Transform',
      '__proto__',
      'yes',
      'a',
    )
    const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
        fc.string({ unit: fc.constantFrom(...' \n\t:#-?{}[],&*!|>\'"%@`a0.\\') }),
        fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie('value'), { maxLength: 4 }),
        fc
          .array(fc.tuple(fc.oneof(names, fc.string({ maxLength: 5 })), tie('value')), { maxLength: 4 })
          .map((entries) => Object.fromEntries(entries)),
      ),
    }))
    const slots = ['Engine', 'VPCSecurityGroups', 'MasterUsername', 'Script', 'New']
    const edit = fc.array(fc.tuple(fc.constantFrom(...slots), value), { maxLength: 4 })
    fc.assert(
      fc.property(edit, (edits) => {
        printed((template) => Object.assign(propertiesOf(template, 'Db'), Object.fromEntries(edits)))
      }),
      { numRuns: 300 },
    )
  }).timeout(60_000)
})
