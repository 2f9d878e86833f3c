import { foldText, type Scope, scopeOf } from '../../production/fold.ts'
import type { Production, ProductionResource, ProductionStack } from '../../production/types.ts'
import { arnTemplate } from '../facts/arns.ts'

/**
 * The ARNs of all that production's stacks hold, with what lies inside it (a bucket's objects, a table's indexes), and of
 * the stacks themselves; sorted, each once. They come from physical ids alone: a resource whose ARN needs more than its
 * physical id says is left out, and so are stacks read from files, which have none.
 */
export function productionArns(production: Production): string[] {
  return [...new Set(production.stacks.flatMap((stack) => arnsOfStack(stack, production)))].sort()
}

function arnsOfStack(stack: ProductionStack, production: Production): string[] {
  const scope = scopeOf(stack, production)
  const own = stack.arn === undefined ? [] : [stack.arn.replace(/\/[^/]*$/, '/*')]
  return [...own, ...stack.resources.flatMap((resource) => arnsOf(resource, scope, stack))]
}

function arnsOf(resource: ProductionResource, scope: Scope, stack: ProductionStack): string[] {
  const { physicalId, type, logicalId } = resource
  if (physicalId === undefined || physicalId === '') return []
  const properties = stack.template.Resources[logicalId]?.Properties
  const arn = physicalId.startsWith('arn:')
    ? physicalId
    : fillTemplate(arnTemplate(type), nameOf(type, physicalId, foldText(properties?.Path, scope)), scope)
  if (arn === undefined) return []
  const inside = Object.hasOwn(insides, type) ? insides[type] : undefined
  return [arn, ...(inside?.(arn, physicalId) ?? [])]
}

/** What an ARN calls a resource, where that is not its physical id. */
function nameOf(type: string, physicalId: string, path: string | undefined): string {
  if (type === 'AWS::SQS::Queue') return physicalId.slice(physicalId.lastIndexOf('/') + 1)
  if (type === 'AWS::Events::Rule') return physicalId.replace('|', '/')
  if (type === 'AWS::KMS::Alias') return physicalId.replace(/^alias\//, '')
  if (type.startsWith('AWS::IAM::')) return `${path ?? '/'}${physicalId}`.slice(1)
  return type === 'AWS::SSM::Parameter' ? physicalId.replace(/^\//, '') : physicalId
}

/** The one variable that is left takes the name; several take its parts, which CloudFormation joins with `|`. */
function fillTemplate(template: string | undefined, name: string, { pseudo }: Scope): string | undefined {
  if (template === undefined) return undefined
  const known: Record<string, string | undefined> = {
    Partition: pseudo['AWS::Partition'],
    Region: pseudo['AWS::Region'],
    Account: pseudo['AWS::AccountId'],
  }
  const start = template.replaceAll(/\$\{(Partition|Region|Account)\}/g, (_, key: string) => known[key] ?? '*')
  const variables = start.match(/\$\{[^}]+\}/g) ?? []
  const parts = variables.length === 1 ? [name] : name.split('|')
  if (variables.length === 0 || parts.length !== variables.length) return undefined
  return variables.reduce((arn, variable, index) => arn.replace(variable, () => parts[index] ?? ''), start)
}

/** Ways to reach what is inside a resource, or the resource itself, that have ARNs of their own. */
const insides: Readonly<Record<string, (arn: string, physicalId: string) => string[]>> = {
  'AWS::ApiGateway::RestApi': (arn, id) => [`${arn}/*`, executeApi(arn, id)],
  'AWS::ApiGatewayV2::Api': (arn, id) => [`${arn}/*`, executeApi(arn, id)],
  'AWS::DynamoDB::Table': (arn) => [`${arn}/*`],
  'AWS::DynamoDB::GlobalTable': (arn) => [`${arn}/*`],
  'AWS::Glue::Database': (arn, id) => [arn.replace(/:database\/.*/, `:table/${id}/*`)],
  'AWS::Kinesis::Stream': (arn) => [`${arn}/*`],
  'AWS::Lambda::Function': (arn) => [`${arn}:*`],
  'AWS::Logs::LogGroup': (arn) => [`${arn}:*`],
  'AWS::OpenSearchService::Domain': (arn) => [`${arn}/*`],
  'AWS::Redshift::Cluster': (arn, id) => ['dbuser', 'dbname', 'dbgroup'].map((kind) => arn.replace(/:cluster:.*/, `:${kind}:${id}/*`)),
  'AWS::S3::Bucket': (arn) => [`${arn}/*`],
  'AWS::StepFunctions::StateMachine': (arn) => [`${arn.replace(':stateMachine:', ':execution:')}:*`],
}

function executeApi(arn: string, id: string): string {
  const [, partition, , region] = arn.split(':')
  return `arn:${partition}:execute-api:${region}:*:${id}/*`
}
