import { expect } from 'chai'
import { parseTemplateText } from '../../../../src/local-cloud/cloudformation/template/parse.ts'

const refused: [string, string | object, string][] = [
  ['an empty text', ' ', 'Template format error: unsupported structure.'],
  ['a plain text', 'hello', 'Template format error: unsupported structure.'],
  ['broken JSON', '{"Resources": {', 'Template format error: JSON not well-formed.'],
  ['broken YAML', 'Resources:\n\t- a: [', 'Template format error: YAML not well-formed. (line 2'],
  ['no resources', { Outputs: {} }, 'Template format error: At least one Resources member must be defined.'],
  ['an unknown section', { Resources: {}, Resource: {} }, 'Invalid template property or properties [Resource]'],
  [
    'an unknown type',
    { Resources: { A: { Type: 'AWS::EC2::Vpc' }, B: { Type: 'AWS::S3::Bucket' } } },
    'Template format error: Unrecognized resource types: [AWS::EC2::Vpc]',
  ],
  ['a resource without a type', { Resources: { A: {} } }, '[/Resources/A] Every Resources object must contain a Type member.'],
  ['a name with a hyphen', { Resources: { 'a-b': { Type: 'AWS::SNS::Topic' } } }, 'Resource name a-b is non alphanumeric.'],
  [
    'a misspelt attribute',
    { Resources: { A: { Type: 'AWS::SNS::Topic', Dependson: 'B' } } },
    "Invalid template resource property 'Dependson'",
  ],
  [
    'a macro',
    { Transform: 'AWS::Serverless-2016-10-31', Resources: { A: { Type: 'AWS::SNS::Topic' } } },
    'asks for [AWS::Serverless-2016-10-31]',
  ],
  [
    'Fn::Transform',
    { Resources: { A: { Type: 'AWS::SNS::Topic', Properties: { 'Fn::Transform': { Name: 'AWS::Include' } } } } },
    'the template uses Fn::Transform',
  ],
  [
    'an unknown parameter type',
    { Parameters: { P: { Type: 'Bool' } }, Resources: { A: { Type: 'AWS::SNS::Topic' } } },
    'Template format error: Unrecognized parameter type: Bool',
  ],
]

describe('the text of a template', () => {
  for (const [title, template, message] of refused) {
    it(`is refused with ${title}`, () => {
      const text = typeof template === 'string' ? template : JSON.stringify(template)
      expect(() => parseTemplateText(text)).to.throw(message)
    })
  }

  it('may be YAML with short forms, whose empty sections do not count', () => {
    const template = parseTemplateText(
      'Outputs:\nResources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties: {TopicName: !Sub "${AWS::StackName}-a"}\n',
    )
    expect(template).to.deep.equal({
      Resources: { A: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::Sub': '${AWS::StackName}-a' } } } },
    })
  })
})
