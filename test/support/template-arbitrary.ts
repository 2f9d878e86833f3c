import fc from 'fast-check'
import type { JsonValue } from '../../src/production/json.ts'
import type { Production, ProductionStack, Template, TemplateResource } from '../../src/production/types.ts'

type Draw = fc.GeneratorValue
type Properties = Record<string, JsonValue>

/** One resource of a stack that is being made. */
interface Planned {
  stack: string
  logicalId: string
  type: string
  physicalId: string
}

interface Making {
  draw: Draw
  /** Those of this stack, which may be referred to. */
  own: readonly Planned[]
  /** Those whose physical ids may stand as literals. */
  all: readonly Planned[]
  imports: readonly string[]
  isOrderly: boolean
}

/** What a type needs, with its name where one is fixed; `needs` are the properties that CloudFormation asks for. */
interface Kind {
  id: (unique: string, name: string) => string
  make: (making: Making) => Properties
  name?: string
  needs?: readonly string[]
}

const account = '123456789012'
const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${account}:${resource}`
const awsId = (prefix: string) => (unique: string) => `${prefix}-0${unique}`
const generated = (unique: string, name: string) => name || `shop-Made-${unique.slice(0, 12).toUpperCase()}`

const uniqueTexts = () => fc.stringMatching(/^[0-9a-f]{16}$/)
const fixedNames = () => fc.stringMatching(/^[a-z]{3,6}-[a-z]{2,5}$/)
const longNames = () => fc.stringMatching(/^[a-z0-9-]{3,30}$/)

/** Resource types of many families, with plausible properties. */
export const kinds: Readonly<Record<string, Kind>> = {
  'AWS::S3::Bucket': {
    id: (unique, name) => (name || `shop-made-${unique}`).toLowerCase(),
    name: 'BucketName',
    make: ({ draw }) => (coin(draw) ? { VersioningConfiguration: { Status: 'Enabled' } } : {}),
  },
  'AWS::SQS::Queue': {
    id: (unique, name) => `https://sqs.us-east-1.amazonaws.com/${account}/${generated(unique, name)}`,
    name: 'QueueName',
    make: () => ({ DelaySeconds: 1 }),
  },
  'AWS::SNS::Topic': { id: (unique, name) => arn('sns', generated(unique, name)), name: 'TopicName', make: () => ({}) },
  'AWS::DynamoDB::Table': {
    id: generated,
    name: 'TableName',
    needs: ['KeySchema'],
    make: () => ({
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    }),
  },
  'AWS::Logs::LogGroup': { id: generated, name: 'LogGroupName', make: () => ({ RetentionInDays: 30 }) },
  'AWS::KMS::Key': { id: (unique) => `${unique.slice(0, 8)}-aaaa-4bbb-8ccc-${unique.slice(0, 12)}`, make: () => ({}) },
  'AWS::KMS::Alias': {
    id: (unique, name) => `alias/${name || unique}`,
    needs: ['AliasName', 'TargetKeyId'],
    make: (making) => ({ AliasName: `alias/key-${making.draw(fc.nat, { max: 99 })}`, TargetKeyId: said(making) }),
  },
  'AWS::OpenSearchServerless::Collection': {
    id: (unique) => unique.slice(0, 13),
    needs: ['Name'],
    make: ({ draw }) => ({ Name: `c${draw(longNames)}` }),
  },
  'AWS::EC2::VPC': { id: awsId('vpc'), make: () => ({ CidrBlock: '10.0.0.0/16' }) },
  'AWS::EC2::Subnet': { id: awsId('subnet'), needs: ['VpcId'], make: (making) => ({ VpcId: said(making), CidrBlock: '10.0.1.0/24' }) },
  'AWS::EC2::SecurityGroup': {
    id: awsId('sg'),
    name: 'GroupName',
    needs: ['GroupDescription'],
    make: (making) => ({ GroupDescription: 'x', VpcId: said(making) }),
  },
  'AWS::EC2::Instance': { id: awsId('i'), make: (making) => ({ SubnetId: said(making), UserData: { 'Fn::Base64': said(making) } }) },
  'AWS::IAM::Role': {
    id: generated,
    name: 'RoleName',
    needs: ['AssumeRolePolicyDocument'],
    make: (making) => ({ AssumeRolePolicyDocument: { Statement: [] }, Policies: [policy(making)] }),
  },
  'AWS::Lambda::Function': {
    id: generated,
    name: 'FunctionName',
    needs: ['Code', 'Role'],
    make: (making) => ({
      Code: { ZipFile: 'x' },
      Role: said(making),
      Environment: { Variables: { ONE: said(making), TWO: said(making) } },
    }),
  },
  'AWS::StepFunctions::StateMachine': {
    id: (unique, name) => arn('states', `stateMachine:${generated(unique, name)}`),
    name: 'StateMachineName',
    needs: ['RoleArn'],
    make: (making) => ({
      RoleArn: said(making),
      DefinitionString: { 'Fn::Sub': `{"Resource": "${literal(making)}", "X": "\${AWS::Region}"}` },
    }),
  },
  'AWS::Events::Rule': {
    id: generated,
    name: 'Name',
    make: (making) => ({ ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 'one', Arn: said(making) }] }),
  },
  'AWS::SSM::Parameter': {
    id: (unique) => `/shop/${unique}`,
    needs: ['Type', 'Value'],
    make: (making) => ({ Type: 'String', Value: said(making) }),
  },
  'AWS::Lambda::EventSourceMapping': {
    id: (unique) => `${unique.slice(0, 8)}-1111-4222-8333-${unique.slice(0, 12)}`,
    needs: ['FunctionName'],
    make: (making) => ({ FunctionName: said(making), EventSourceArn: said(making) }),
  },
  'AWS::CloudFront::Distribution': {
    id: (unique) => `E${unique.slice(0, 13).toUpperCase()}`,
    make: (making) => ({ DistributionConfig: { Comment: said(making) } }),
  },
  'AWS::Route53::RecordSet': {
    id: (unique) => `r${unique}.shop.com`,
    make: (making) => ({ Name: 'www.shop.com', Type: 'CNAME', ResourceRecords: [said(making)] }),
  },
}

/**
 * Productions of one to three live stacks: resources of many types that refer to one another, and literals of their physical
 * ids. `isOrderly`: a literal names only what was made before and always
 * exists, so that references in its place close no circle and lead somewhere.
 */
export function productionsOf(isOrderly: boolean): fc.Arbitrary<Production> {
  return fc.gen().map((draw) => makeProduction(draw, isOrderly))
}

function makeProduction(draw: Draw, isOrderly: boolean): Production {
  const names = ['shop-net', 'shop-data', 'shop-app'].slice(0, draw(fc.integer, { min: 1, max: 3 }))
  const all = names.flatMap((stack) => planResources(stack, draw))
  const stacks: ProductionStack[] = []
  for (const stack of names) stacks.push(makeStack(stack, all, stacks, draw, isOrderly))
  return { account, partition: 'aws', region: 'us-east-1', stacks, snapshots: {}, exports: {} }
}

function planResources(stack: string, draw: Draw): Planned[] {
  const count = draw(fc.integer, { min: 1, max: 7 })
  return Array.from({ length: count }, (_, index) => {
    const type = draw(fc.constantFrom, ...Object.keys(kinds))
    const unique = draw(uniqueTexts)
    const name = coin(draw) ? `${draw(fixedNames)}${stack.slice(5, 6)}${index}` : ''
    const fixed = kinds[type]?.name === undefined ? '' : name
    return { stack, logicalId: `R${index}`, type, physicalId: kinds[type]?.id(unique, fixed) ?? unique, ...(fixed === '' ? {} : { fixed }) }
  })
}

function makeStack(
  stack: string,
  all: readonly Planned[],
  before: readonly ProductionStack[],
  draw: Draw,
  isOrderly: boolean,
): ProductionStack {
  const own = all.filter((each) => each.stack === stack)
  const imports = before.flatMap((each) => Object.values(each.outputs).flatMap(({ exportName }) => exportName ?? []))
  const start = all.findIndex((each) => each.stack === stack)
  const earlier = (count: number) => (isOrderly ? all.slice(0, start + count) : all)
  const making: Making = { draw, own: [], all: earlier(0), imports, isOrderly }
  const given = coin(draw) ? 'plain' : literal(making)
  const template: Template = {
    Parameters: { Stage: { Type: 'String', Default: 'prod' }, Given: { Type: 'String', Default: given } },
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Mappings: { Sizes: { prod: { Size: 'large' } }, Ids: { prod: { Id: coin(draw) ? literal(making) : 'none' } } },
    Resources: Object.fromEntries(
      own.map((each, index) => [each.logicalId, makeResource(each, { ...making, own: own.slice(0, index), all: earlier(index) })]),
    ),
  }
  const outputs = own
    .filter(() => coin(draw))
    .map((each) => [`Out${each.logicalId}`, each, coin(draw) ? `${stack}-${each.logicalId}-export` : undefined] as const)
  template.Outputs = Object.fromEntries(
    outputs.map(([name, { logicalId }, exported]) => [
      name,
      {
        Value: { Ref: logicalId },
        ...(exported === undefined ? {} : { Export: { Name: { 'Fn::Sub': exported.replace(stack, '${AWS::StackName}') } } }),
      },
    ]),
  )
  return {
    name: stack,
    arn: arn('cloudformation', `stack/${stack}/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f`),
    template,
    parameters: { Stage: { value: 'prod', secret: false }, Given: { value: given, secret: false } },
    resources: own.map(({ logicalId, type, physicalId }) => ({ logicalId, type, physicalId })),
    outputs: Object.fromEntries(
      outputs.map(([name, { physicalId }, exported]) => [
        name,
        { value: physicalId, ...(exported === undefined ? {} : { exportName: exported }) },
      ]),
    ),
    origin: `stack ${stack}`,
  }
}

function makeResource(planned: Planned, making: Making): TemplateResource {
  const kind = kinds[planned.type]
  const properties = kind?.make(making) ?? {}
  const fixed = (planned as { fixed?: string }).fixed
  if (kind?.name !== undefined && fixed !== undefined)
    properties[kind.name] = coin(making.draw) ? fixed : { 'Fn::Sub': fixed.replace('-', '${Dash}').replace('${Dash}', '-') }
  const { draw, own, isOrderly } = making
  const dependsOn = own.length > 0 && coin(draw) ? { DependsOn: coin(draw) ? 'R0' : ['R0', `R${own.length - 1}`] } : {}
  return {
    Type: planned.type,
    Properties: properties,
    ...dependsOn,
    ...(!isOrderly && draw(fc.nat, { max: 4 }) === 0 ? { Condition: 'IsProd' } : {}),
  }
}

/** A value as templates write it: a reference, an expression, or a literal that may be a physical id. */
function said(making: Making): JsonValue {
  const { draw, own, imports } = making
  if (own.length === 0) return literal(making)
  const one = () => own[draw(fc.nat, { max: own.length - 1 })]?.logicalId ?? 'R0'
  const forms: (() => JsonValue)[] = [
    () => ({ Ref: one() }),
    () => ({ 'Fn::GetAtt': [one(), 'Arn'] }),
    () => ({ 'Fn::Sub': `\${AWS::StackName}/\${${one()}}/${literal(making)}` }),
    () => ({ 'Fn::Sub': ['${A}/${Stage}', { A: literal(making) }] }),
    () => ({ 'Fn::Join': ['/', ['a', literal(making), { Ref: one() }]] }),
    () => ({ 'Fn::If': ['IsProd', literal(making), { Ref: 'AWS::NoValue' }] }),
    () => ({ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'Size'] }),
    () => ({ 'Fn::FindInMap': ['Ids', { Ref: 'Stage' }, 'Id'] }),
    () => ({ Ref: 'Given' }),
    () => (imports.length === 0 ? 'none' : { 'Fn::ImportValue': imports[draw(fc.nat, { max: imports.length - 1 })] ?? '' }),
    () => literal(making),
    () => `use ${literal(making)}, or ${literal(making)}`,
  ]
  return (forms[draw(fc.nat, { max: forms.length - 1 })] ?? (() => 'x'))()
}

function policy(making: Making): JsonValue {
  return {
    PolicyName: 'p',
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: [said(making), `arn:aws:s3:::${literal(making)}/*`] }] },
  }
}

/** The physical id of some resource of production's, now and then; a harmless word otherwise. */
function literal({ draw, all }: Making): string {
  if (all.length === 0) return 'harmless'
  return draw(fc.nat, { max: 2 }) === 0 ? 'harmless' : (all[draw(fc.nat, { max: all.length - 1 })]?.physicalId ?? 'harmless')
}

function coin(draw: Draw): boolean {
  return draw(fc.boolean)
}
