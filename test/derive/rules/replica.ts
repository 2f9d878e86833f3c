import { cleanReferences } from '../../../src/derive/clean/clean-up.ts'
import { applyRules, ruleSetting } from '../../../src/derive/decide/apply-rules.ts'
import { type DraftStack, draftStacks } from '../../../src/derive/draft.ts'
import type { Decision } from '../../../src/derive/types.ts'
import type { JsonValue } from '../../../src/production/json.ts'
import type { Production, TemplateResource } from '../../../src/production/types.ts'
import type { Spec } from '../../../src/spec/types.ts'
import { productionOf, specOf } from '../../support/derive.ts'

/** Resources that cases may refer to: one of each kind that others are attached to. */
const siblings: Record<string, string> = {
  Vpc: 'EC2::VPC',
  Subnet: 'EC2::Subnet',
  Table: 'EC2::RouteTable',
  Gateway: 'EC2::InternetGateway',
  Group: 'EC2::SecurityGroup',
  Files: 'S3::Bucket',
  Queue: 'SQS::Queue',
  Topic: 'SNS::Topic',
  Fn: 'Lambda::Function',
  Role: 'IAM::Role',
  Secret: 'SecretsManager::Secret',
  Stream: 'Kinesis::Stream',
  Balancer: 'ElasticLoadBalancingV2::LoadBalancer',
  Targets: 'ElasticLoadBalancingV2::TargetGroup',
  Services: 'ECS::Cluster',
  Nodes: 'EKS::Cluster',
  Aurora: 'RDS::DBCluster',
  Repository: 'ECR::Repository',
}

/** Applies the rules to production's stacks; what is left after the references to left-out resources are cleaned. */
export function applied(production: Production, spec: Spec = specOf('')): DraftStack[] {
  const drafts = draftStacks(production, 'r1')
  const setting = ruleSetting(production, spec)
  for (const draft of drafts) applyRules(draft, setting)
  cleanReferences(drafts)
  return drafts
}

/** What becomes of one resource beside the siblings. */
export function replicaOf(one: TemplateResource, spec?: Spec) {
  const own = Object.entries(siblings).map(([id, type]) => [id, { Type: `AWS::${type}`, Properties: { Engine: 'aurora-postgresql' } }])
  const template = { Resources: { One: one, ...Object.fromEntries(own) } }
  const [draft] = applied(productionOf({ shop: JSON.stringify(template) }, { physicalIds: { Group: 'sg-0a1b2c3d4e5f60718' } }), spec)
  const resource = draft?.template.Resources.One
  return { decision: decisionOf(draft, 'One'), resource, text: JSON.stringify(draft?.template.Resources ?? {}) }
}

/** The decision on a resource: kept where nothing was noted. */
export function decisionOf(draft: DraftStack | undefined, logicalId: string): Decision {
  const type = draft?.source.template.Resources[logicalId]?.Type ?? ''
  return draft?.decisions.get(logicalId) ?? { logicalId, type, kind: 'kept', reasons: [] }
}

/** The properties of a resource that is left of a draft. */
export function propertiesOf(draft: DraftStack | undefined, logicalId: string): Record<string, JsonValue> {
  const resource = draft?.template.Resources[logicalId]
  if (resource === undefined) throw new Error(`the replica has no ${logicalId}: ${JSON.stringify(decisionOf(draft, logicalId).reasons)}`)
  return resource.Properties ?? {}
}
