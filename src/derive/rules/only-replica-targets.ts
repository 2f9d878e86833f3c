import type { JsonValue } from '../../production/json.ts'
import { editAt, entriesOf, isMap, keepEntries } from '../decide/edit.ts'
import { fullType, type Outcome, type Rule, type RuleContext, type Subject } from '../decide/rule.ts'
import { attachments } from './attachments.ts'

/** Lists of targets of which the replica's own stay; where none does, the resource has nothing to act on. */
const targetLists: Readonly<Record<string, readonly string[]>> = {
  'SQS::QueuePolicy': ['Queues'],
  'SNS::TopicPolicy': ['Topics'],
  'IAM::Policy': ['Roles', 'Users', 'Groups'],
  'IAM::InstanceProfile': ['Roles'],
  'IAM::UserToGroupAddition': ['Users'],
}
/** Lists that may be empty: by type, the list and the key of its entries that names the target (none: the entry itself). */
const openLists: Readonly<Record<string, readonly { list: string; key?: string }[]>> = {
  'IAM::ManagedPolicy': [{ list: 'Roles' }, { list: 'Users' }, { list: 'Groups' }],
  'IAM::User': [{ list: 'Groups' }],
  'EC2::VPCEndpoint': [{ list: 'RouteTableIds' }],
  'AutoScaling::AutoScalingGroup': [
    { list: 'TargetGroupARNs' },
    { list: 'LoadBalancerNames' },
    { list: 'TrafficSources', key: 'Identifier' },
  ],
  'ElasticLoadBalancingV2::TargetGroup': [{ list: 'Targets', key: 'Id' }],
  'ElasticLoadBalancing::LoadBalancer': [{ list: 'Instances' }],
  'ECS::Service': [{ list: 'LoadBalancers', key: 'TargetGroupArn' }],
  'CodeArtifact::Repository': [{ list: 'Upstreams' }],
}
/** What every account has: a rule on the default bus is no part of production’s. */
const everyonesOwn = new Set(['AWS::Events::Rule.EventBusName=default', 'AWS::Scheduler::Schedule.GroupName=default'])
const reason = 'what it acts on is not in the replica, so it would change production'

const attachmentPaths = new Map(Object.entries(attachments).map(([type, paths]) => [fullType(type), paths.split(' ')]))
const listPaths = new Map(Object.entries(targetLists).map(([type, lists]) => [fullType(type), lists]))
const openPaths = new Map(Object.entries(openLists).map(([type, lists]) => [fullType(type), lists]))

/** A resource that acts on others acts only on those of the replica. */
export const targetRules: readonly Rule[] = [
  {
    name: 'target-not-in-replica',
    types: [...attachmentPaths.keys()],
    decide: (subject, { isInReplica, foldText }) => {
      const paths = attachmentPaths.get(subject.Type) ?? []
      const isOwn = (path: string, value: JsonValue) =>
        isInReplica(value) || everyonesOwn.has(`${subject.Type}.${path}=${foldText(value) ?? ''}`)
      const isForeign = paths.some((path) => valuesAt(subject.Properties, path).some((each) => !isOwn(path, each)))
      return isForeign ? { kind: 'dropped', reason } : undefined
    },
  },
  { name: 'targets-not-in-replica', types: [...listPaths.keys()], decide: onlyOwn },
  {
    name: 'others-not-in-replica',
    types: [...openPaths.keys()],
    decide: (subject, context) => {
      const lists = (openPaths.get(subject.Type) ?? []).map(({ list, key }) => [
        list,
        (value: JsonValue | undefined) => own(value, key, context),
      ])
      return { kind: 'disabled', reason: 'it names only what the replica has', edit: Object.fromEntries(lists) }
    },
  },
]

/** The values at a path, in every branch of a choice and entry of a list on the way. */
function valuesAt(properties: Record<string, JsonValue>, path: string): JsonValue[] {
  const found: JsonValue[] = []
  if (!path.includes('.')) return Object.hasOwn(properties, path) ? [properties[path] ?? null] : []
  editAt(properties, path, (value) => {
    if (value !== undefined) found.push(value)
    return value
  })
  return found
}

function onlyOwn(subject: Subject, context: RuleContext): Outcome {
  const lists = listPaths.get(subject.Type) ?? []
  const kept = lists.map((list) => [list, own(subject.Properties[list], undefined, context)] as const)
  if (kept.every(([, value]) => entriesOf(value).length === 0)) return { kind: 'dropped', reason }
  const edit = Object.fromEntries(kept.map(([list, value]) => [list, () => value]))
  return { kind: 'disabled', reason: 'it names only what the replica has', edit }
}

function own(value: JsonValue | undefined, key: string | undefined, { isInReplica }: RuleContext): JsonValue | undefined {
  if (value === undefined) return undefined
  if (key !== undefined) return keepEntries(value, (each) => isInReplica(isMap(each) ? each[key] : each))
  const isChoice = isMap(value) && value['Fn::If'] !== undefined
  if (isMap(value) && !isChoice) return isInReplica(value) ? value : undefined
  if (!Array.isArray(value)) return keepEntries(value, isInReplica)
  // A choice stays whole where the branch that production takes is the replica's own.
  const kept = value.flatMap((each) => (isInReplica(each) ? [each] : (keepEntries(each, isInReplica) ?? [])))
  return kept.length === 0 ? undefined : kept
}
