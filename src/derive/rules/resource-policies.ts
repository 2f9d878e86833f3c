import type { JsonValue } from '../../production/json.ts'
import { isMap } from '../decide/edit.ts'
import { fullType, type Outcome, type Rule, type RuleContext, type Subject } from '../decide/rule.ts'

/** Where a policy says who may use a resource: by type, the paths of the policies. */
const policies: Readonly<Record<string, readonly string[]>> = {
  'S3::BucketPolicy': ['PolicyDocument'],
  'S3::AccessPoint': ['Policy'],
  'S3Express::BucketPolicy': ['PolicyDocument'],
  'S3ObjectLambda::AccessPointPolicy': ['PolicyDocument'],
  'S3Tables::TableBucketPolicy': ['ResourcePolicy'],
  'S3Tables::TablePolicy': ['ResourcePolicy'],
  'S3Vectors::VectorBucketPolicy': ['Policy'],
  'SQS::QueuePolicy': ['PolicyDocument'],
  'SQS::QueueInlinePolicy': ['PolicyDocument'],
  'SNS::TopicPolicy': ['PolicyDocument'],
  'SNS::TopicInlinePolicy': ['PolicyDocument'],
  'SecretsManager::ResourcePolicy': ['ResourcePolicy'],
  'DynamoDB::Table': ['ResourcePolicy.PolicyDocument', 'StreamSpecification.ResourcePolicy.PolicyDocument'],
  'DynamoDB::GlobalTable': ['Replicas.*.ResourcePolicy.PolicyDocument'],
  'Kinesis::ResourcePolicy': ['ResourcePolicy'],
  'OpenSearchService::Domain': ['AccessPolicies'],
  'Elasticsearch::Domain': ['AccessPolicies'],
  'EFS::FileSystem': ['FileSystemPolicy'],
  'ECR::Repository': ['RepositoryPolicyText'],
  'KMS::Key': ['KeyPolicy'],
  'IAM::Role': ['AssumeRolePolicyDocument'],
  'ApiGateway::RestApi': ['Policy'],
  'Events::EventBus': ['Policy'],
  'MSK::ClusterPolicy': ['Policy'],
  'Lambda::ResourcePolicy': ['Policy'],
  'RedshiftServerless::Namespace': ['NamespaceResourcePolicy'],
  'Redshift::Cluster': ['NamespaceResourcePolicy'],
  'CodeArtifact::Repository': ['PermissionsPolicyDocument'],
  'CodeArtifact::Domain': ['PermissionsPolicyDocument'],
}
const byType = new Map(Object.entries(policies).map(([type, paths]) => [fullType(type), paths]))
const ownAccount: JsonValue = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }
/** Conditions that leave only certain callers, in whatever case they are written. */
const narrowing = /^aws:(source(arn|account|vpc|vpce|owner|orgid|orgpaths)|vpcsourceip|principal(arn|account|org.*)|userid)$|^(kms|s3):/i

/** What a policy allows to everybody is allowed to the own account alone; what it denies to everybody stays. */
export const resourcePolicyRules: readonly Rule[] = [
  {
    name: 'policy-closed',
    types: [...byType.keys()],
    decide: (subject, context) => (isWithinNetwork(subject) ? undefined : closed(byType.get(subject.Type) ?? [], context)),
  },
]

/** A search domain in a VPC is reached through its security groups alone, by clients that sign nothing. */
function isWithinNetwork({ Properties }: Subject): boolean {
  return Properties.VPCOptions !== undefined
}

function closed(paths: readonly string[], context: RuleContext): Outcome {
  const edit = (policy: JsonValue | undefined) => (policy === undefined ? undefined : closePolicy(policy, context))
  return {
    kind: 'disabled',
    reason: 'it let anybody in: now only the own account',
    edit: Object.fromEntries(paths.map((path) => [path, edit])),
  }
}

function closePolicy(policy: JsonValue, context: RuleContext): JsonValue {
  if (typeof policy === 'string') return closeText(policy, context)
  if (!isMap(policy) || policy.Statement === undefined) return policy
  const { Statement } = policy
  const after = Array.isArray(Statement) ? Statement.map((each) => closeStatement(each, context)) : closeStatement(Statement, context)
  const isSame = Array.isArray(after) && Array.isArray(Statement) ? after.every((each, at) => each === Statement[at]) : after === Statement
  return isSame ? policy : { ...policy, Statement: after }
}

/** A policy that is written as text: API Gateway, EFS and ECR take both. */
function closeText(text: string, context: RuleContext): JsonValue {
  try {
    const policy = JSON.parse(text) as JsonValue
    const after = closePolicy(policy, context)
    return after === policy ? text : after
  } catch {
    return text
  }
}

function closeStatement(statement: JsonValue, context: RuleContext): JsonValue {
  if (!isMap(statement)) return statement
  if (Array.isArray(statement['Fn::If'])) {
    const [condition, ...branches] = statement['Fn::If']
    const after = branches.map((each) => closeStatement(each, context))
    return after.every((each, at) => each === branches[at]) ? statement : { 'Fn::If': [condition ?? '', ...after] }
  }
  const { Principal, NotPrincipal, Effect, Condition } = statement
  const isForAll = context.foldText(Effect) !== 'Deny' && (NotPrincipal !== undefined || isAnybody(Principal, context))
  if (!isForAll || isNarrowed(Condition, context)) return statement
  const { NotPrincipal: _, ...others } = statement
  return { ...others, Principal: ownAccount }
}

/** `*`, `{AWS: "*"}` and lists with it. */
function isAnybody(principal: JsonValue | undefined, context: RuleContext): boolean {
  if (Array.isArray(principal)) return principal.some((each) => isAnybody(each, context))
  if (!isMap(principal)) return principal === '*'
  if (context.foldText(principal) === '*') return true
  return isAnybody(principal.AWS, context) || isAnybody(principal.CanonicalUser, context)
}

/** `aws:SourceIp` narrows nothing where it names every address. */
function isNarrowed(condition: JsonValue | undefined, context: RuleContext): boolean {
  if (!isMap(condition)) return false
  return Object.entries(condition).some(([operator, tests]) => {
    if (/^(Not|Null)|Not(Equals|Like|Ip)/i.test(operator) || !isMap(tests)) return false
    return Object.entries(tests).some(
      ([key, value]) => narrowing.test(key) || (/^aws:sourceip$/i.test(key) && isSomeAddress(value, context)),
    )
  })
}

function isSomeAddress(value: JsonValue, context: RuleContext): boolean {
  const texts = (Array.isArray(value) ? value : [value]).map((each) => context.foldText(each))
  return texts.every((text) => text !== undefined && !/\/[0-7]$/.test(text.trim()))
}
