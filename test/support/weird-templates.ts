import fc from 'fast-check'
import type { JsonValue } from '../../src/production/json.ts'
import { kinds } from './template-arbitrary.ts'

const functions = [
  ...['Ref', 'Fn::GetAtt', 'Fn::Sub', 'Fn::Join', 'Fn::If', 'Fn::Select', 'Fn::Split', 'Fn::FindInMap', 'Fn::ImportValue', 'Fn::Base64'],
  ...[
    'Fn::Equals',
    'Fn::Not',
    'Fn::And',
    'Fn::Or',
    'Condition',
    'Fn::Cidr',
    'Fn::GetAZs',
    'Fn::Transform',
    'Fn::Unknown',
    'Fn::ToJsonString',
  ],
]
const weirdKeys = [
  'A',
  'B',
  'Name',
  'Type',
  'Properties',
  '__proto__',
  'constructor',
  'toString',
  'Ref',
  'Fn::Sub',
  'Tags',
  'Statement',
  'Description',
  'a/b~c',
  '',
]

/** Any JSON, with functions, references and prototype keys in every position. */
const weirdValues: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<JsonValue>(
      null,
      true,
      false,
      0,
      -1,
      1e21,
      '',
      'A',
      'B',
      'P',
      'AWS::NoValue',
      '${A}',
      '${',
      '${!A}',
      '${A.B}',
      '{{resolve:',
      'arn:aws:s3:::',
    ),
    fc.string({ maxLength: 12 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...weirdKeys), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    fc.tuple(fc.constantFrom(...functions), tie('value')).map(([name, argument]): JsonValue => ({ [name]: argument })),
  ),
})).value

/** The text of a template that is a map with resources, and anything at all in every other position. */
export const weirdTemplates: fc.Arbitrary<string> = fc
  .record(
    {
      Resources: fc.dictionary(fc.constantFrom('A', 'B', 'constructor', '__proto__', 'toString'), weirdResource(), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
      Parameters: weirdSection(fc.record({ Type: weirdValues, Default: weirdValues, NoEcho: weirdValues }, { requiredKeys: [] })),
      Outputs: weirdSection(fc.record({ Value: weirdValues, Export: weirdValues, Condition: weirdValues }, { requiredKeys: [] })),
      Conditions: weirdSection(weirdValues),
      Mappings: weirdSection(weirdValues),
      Metadata: weirdValues,
      Rules: weirdValues,
      Transform: weirdValues,
      Description: weirdValues,
    },
    { requiredKeys: ['Resources'] },
  )
  .map((template) => JSON.stringify(template))

function weirdSection(entry: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.dictionary(fc.constantFrom('A', 'P', 'Q', 'constructor'), entry, { maxKeys: 3, noNullPrototype: true })
}

function weirdResource(): fc.Arbitrary<unknown> {
  const types = [
    ...Object.keys(kinds),
    'AWS::RDS::DBInstance',
    'AWS::RDS::DBCluster',
    'AWS::Redshift::Cluster',
    'AWS::Glue::Database',
    'Custom::X',
    'constructor',
    '',
  ]
  const properties = [
    'BucketName',
    'QueueName',
    'Policies',
    'Targets',
    'SecurityGroupIngress',
    'MasterUserPassword',
    'DatabaseInput',
    'Environment',
    'UserData',
    'State',
  ]
  const map = fc.dictionary(fc.constantFrom(...properties, '__proto__', 'Fn::If', 'Ref'), weirdValues, {
    maxKeys: 5,
    noNullPrototype: true,
  })
  const others = {
    DependsOn: weirdValues,
    Condition: weirdValues,
    DeletionPolicy: weirdValues,
    Metadata: weirdValues,
    CreationPolicy: weirdValues,
  }
  return fc.record({ Type: fc.constantFrom(...types), Properties: map, ...others }, { requiredKeys: ['Type'] })
}
