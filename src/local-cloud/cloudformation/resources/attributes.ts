import { createHash } from 'node:crypto'
import type { JsonValue } from '../../../production/json.ts'
import type { World } from '../../types.ts'
import type { ResourceRecord } from '../records.ts'
import { makeArn } from './arn.ts'

/**
 * What Fn::GetAtt gives: what the handler said, else the property of that name, else a value of the shape that AWS would
 * give, always the same for one resource. Undefined for an output that a nested stack lacks.
 */
export function attributeOf(resource: ResourceRecord, attribute: string, world: World): JsonValue | undefined {
  if (Object.hasOwn(resource.attributes, attribute)) return resource.attributes[attribute]
  if (attribute.startsWith('Outputs.')) return undefined
  const property = Object.hasOwn(resource.properties, attribute) ? resource.properties[attribute] : undefined
  if (property !== undefined && property !== '****') return property
  return plausible(resource, attribute, world)
}

type Guess = (resource: ResourceRecord, attribute: string, world: World) => string
/** Attributes whose names say that they are lists. */
const listAttribute = /(Addresses|CidrBlocks|Entries|Ids|NameServers)$/

/** The first pattern that fits the attribute's name. */
const guesses: readonly (readonly [RegExp, Guess])[] = [
  [/^(Arn|TopicArn|ListenerArn|LoadBalancerArn|TargetGroupArn|FunctionArn)$/, ownArn],
  [/Arn$/, (resource, attribute, world) => makeArn(resource.type, `${lastPart(resource)}/${attribute}`, world)],
  [/^AllocationId$/, (resource, attribute) => `eipalloc-0${digest(resource, attribute)}`],
  [/^DefaultSecurityGroup$/, (resource, attribute) => `sg-0${digest(resource, attribute)}`],
  [/^DefaultNetworkAcl$/, (resource, attribute) => `acl-0${digest(resource, attribute)}`],
  [/SecurityGroup/, (resource, attribute) => `sg-0${digest(resource, attribute)}`],
  [/^(QueueUrl|Ref|Id)$/, (resource) => resource.physicalId ?? ''],
  [/Id$/, ownId],
  [/Name$/, nameOrDomain],
  [
    /(Endpoint|Domain|DNS|Address|Url|Uri)/i,
    (resource, _, world) => `${lastPart(resource)}.${serviceOf(resource)}.${world.region}.amazonaws.com`,
  ],
  [/Ip$/, (resource, attribute) => privateAddress(digest(resource, attribute))],
  [/Port$/, () => '443'],
  [/Version(Number)?$/, () => '1'],
]

function plausible(resource: ResourceRecord, attribute: string, world: World): JsonValue {
  if (listAttribute.test(attribute)) return ['first', 'second'].map((item) => oneOf(resource, attribute, item))
  const guess = guesses.find(([pattern]) => pattern.test(attribute))
  return guess === undefined ? `${lastPart(resource)}-${attribute.toLowerCase()}` : guess[1](resource, attribute, world)
}

function oneOf(resource: ResourceRecord, attribute: string, item: string): string {
  const random = digest(resource, `${attribute} ${item}`)
  if (attribute.endsWith('Addresses')) return privateAddress(random)
  return `${attribute.replace(/(Ids|ies|s)$/, '').toLowerCase()}-0${random}`
}

function privateAddress(random: string): string {
  const [third = 0, fourth = 0] = [random.slice(0, 2), random.slice(2, 4)].map((pair) => Number.parseInt(pair, 16))
  return `10.0.${third}.${fourth}`
}

function ownArn(resource: ResourceRecord, _: string, world: World): string {
  const id = resource.physicalId ?? ''
  // A queue's id is its address; a log group's name has slashes of its own.
  const name = id.includes('://') ? lastPart(resource) : id
  return id.startsWith('arn:') ? id : makeArn(resource.type, name, world)
}

/** `VpcId` of a VPC and `GroupId` of a security group are its own id; another `…Id` is made up. */
function ownId(resource: ResourceRecord, attribute: string): string {
  const kind = resource.type.split('::')[2] ?? ''
  return kind.toLowerCase().endsWith(attribute.slice(0, -2).toLowerCase())
    ? (resource.physicalId ?? '')
    : `${attribute.slice(0, -2).toLowerCase()}-0${digest(resource, attribute)}`
}

function nameOrDomain(resource: ResourceRecord, attribute: string, world: World): string {
  const isDomain = /(Domain|DNS)/i.test(attribute)
  return isDomain ? `${lastPart(resource)}.${serviceOf(resource)}.${world.region}.amazonaws.com` : lastPart(resource)
}

/** The name at the end of an ARN, a URL or a plain id. */
function lastPart({ physicalId = '' }: ResourceRecord): string {
  return physicalId.split(/[/:|]/).at(-1) || physicalId
}

function serviceOf({ type }: ResourceRecord): string {
  return (type.split('::')[1] ?? '').toLowerCase()
}

function digest({ physicalId = '' }: ResourceRecord, attribute: string): string {
  return createHash('sha256').update(`${physicalId} ${attribute}`).digest('hex').slice(0, 16)
}
