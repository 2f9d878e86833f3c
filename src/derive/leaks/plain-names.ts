import { foldText, type Scope, scopeOf } from '../../production/fold.ts'
import type { Production, ProductionStack } from '../../production/types.ts'
import { nameFacts } from '../facts/names.ts'
import { isTelling } from '../names/identify.ts'
import type { Find } from './find.ts'
import type { Saying } from './sayings.ts'

/**
 * Names that are everyday words (`orders`, `jobs`, `prod`): they mean production only where something is referred to, in an
 * ARN of their service, in the address of a bucket or a queue, or under a key that says what they name (`TableName`).
 */
export interface PlainNames {
  findIn(text: string, saying: Saying): Find[]
  /** The whole text, where its key says what it names. */
  underKey(saying: Saying): Find[]
}

interface PlainName {
  name: string
  /** As ARNs write it: `s3`, `states`. */
  service: string
  /** Endings of keys under which it is a reference, in small letters without separators: `bucket`, `tablename`. */
  keys: readonly string[]
  meaning: string
}

const services: Readonly<Record<string, string>> = {
  KinesisFirehose: 'firehose',
  StepFunctions: 'states',
  ElasticLoadBalancingV2: 'elasticloadbalancing',
  OpenSearchService: 'es',
  Elasticsearch: 'es',
  CertificateManager: 'acm',
  Cognito: 'cognito-idp',
  DocDB: 'rds',
  Neptune: 'rds',
  EFS: 'elasticfilesystem',
  EMR: 'elasticmapreduce',
  MSK: 'kafka',
  AmazonMQ: 'mq',
  MWAA: 'airflow',
  OpenSearchServerless: 'aoss',
}

const arn = /(?<![A-Za-z0-9])arn:[\w*\uE000-]+:([\w*-]+):[\w*\uE000-]*:[\w\uE000\uE001*]*:([^\s"'`,;<>(){}[\]\\]+)/g
const bucketUrl = /(?:s3[an]?:\/\/|https?:\/\/s3[\w.-]*\/)([a-z0-9][a-z0-9.-]+)|https?:\/\/([a-z0-9][a-z0-9.-]*?)\.s3[.-][\w.-]*amazonaws/g
const queueUrl = /https?:\/\/[\w.\uE000-]*(?:sqs|queue)[\w.\uE000-]*amazonaws\.com[\w.]*\/[\d\uE000\uE001]+\/([\w.-]+)/g

/** Gathers production's physical ids and fixed names that are everyday words, and its stacks' names. */
export function plainNames(production: Production): PlainNames {
  const byName = new Map<string, PlainName[]>()
  for (const each of production.stacks.flatMap((stack) => namesOf(stack, scopeOf(stack, production)))) {
    const others = byName.get(each.name)
    if (others === undefined) byName.set(each.name, [each])
    else others.push(each)
  }
  if (byName.size === 0) return { findIn: () => [], underKey: () => [] }
  const namesKey = (saying: Saying) => underKey(saying, byName)
  return { findIn: (text, saying) => [...namesKey(saying), ...inArns(text, byName), ...inUrls(text, byName)], underKey: namesKey }
}

function namesOf(stack: ProductionStack, scope: Scope): PlainName[] {
  const physical = stack.resources.flatMap(({ logicalId, type, physicalId }) => {
    return physicalId === undefined || physicalId === logicalId
      ? []
      : nameOf(type, physicalId, `the physical id of ${stack.name}’s ${logicalId}`)
  })
  const fixed = Object.entries(stack.template.Resources).flatMap(([logicalId, { Type, Properties = {} }]) =>
    Object.keys(nameFacts(Type)).flatMap((property) => {
      const text = property.includes('.') ? undefined : foldText(Properties[property], scope)
      return text === undefined ? [] : nameOf(Type, text, `the ${property} of ${stack.name}’s ${logicalId}`)
    }),
  )
  const own = { name: stack.name, service: 'cloudformation', keys: ['stackname'], meaning: `the stack ${stack.name} itself` }
  return [...physical, ...fixed, own]
}

function nameOf(type: string, name: string, meaning: string): PlainName[] {
  const facts = Object.entries(nameFacts(type)).filter(([, fact]) => fact.inParent !== true && fact.label !== true)
  if (facts.length === 0 || isTelling(name) || !/^[\w.-]{2,}$/.test(name)) return []
  const [, service = '', noun = ''] = type.split('::')
  const nouns = [noun, ...facts.map(([property]) => property.replace(/(?:Name|Id|Identifier)$/, ''))].filter((each) => each.length > 2)
  const keys = nouns.flatMap((each) => ['', 's', 'name', 'names', 'id', 'identifier', 'ref'].map((end) => each.toLowerCase() + end))
  return [{ name, service: services[service] ?? service.toLowerCase(), keys: [...new Set(keys)], meaning }]
}

type ByName = ReadonlyMap<string, readonly PlainName[]>

/** `TableName: jobs`, `TABLE_NAME: jobs`, `Roles: [app]`. */
function underKey({ text, key, kind }: Saying, byName: ByName): Find[] {
  const candidates = kind === 'remark' || kind === 'parameter' ? undefined : byName.get(text)
  if (candidates === undefined) return []
  const plain = key.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase()
  const name = candidates.find((each) => each.keys.some((ending) => plain.endsWith(ending)))
  return name === undefined ? [] : [{ at: 0, found: text, meaning: name.meaning }]
}

/** `arn:aws:s3:::orders/*`, `arn:aws:dynamodb:…:table/jobs*`. */
function inArns(text: string, byName: ByName): Find[] {
  if (!text.includes('arn:')) return []
  return [...text.matchAll(arn)].flatMap((match) => {
    const [whole, service = '', resource = ''] = match
    const name = resource
      .split(/[:/]/)
      .flatMap((segment) => byName.get(segment.replace(/[*?.]+$/, '')) ?? [])
      .find((each) => each.service === service)
    return name === undefined ? [] : [{ at: match.index, found: whole, meaning: name.meaning }]
  })
}

function inUrls(text: string, byName: ByName): Find[] {
  if (!text.includes('://')) return []
  const buckets = [...text.matchAll(bucketUrl)].flatMap((match) => inUrl(match, match[1] ?? match[2] ?? '', 's3', byName))
  const queues = [...text.matchAll(queueUrl)].flatMap((match) => inUrl(match, match[1] ?? '', 'sqs', byName))
  return [...buckets, ...queues]
}

function inUrl(match: RegExpExecArray, written: string, service: string, byName: ByName): Find[] {
  const name = byName.get(written)?.find((each) => each.service === service)
  return name === undefined ? [] : [{ at: match.index, found: match[0], meaning: name.meaning }]
}
