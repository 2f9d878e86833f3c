import { fail } from '../../errors.ts'
import type { PatchStep } from '../../ports/resources.ts'
import type { StackPorts } from '../ports.ts'
import { isOurs, type ResourceName, settle } from './single.ts'

type Properties = Readonly<Record<string, unknown>>

/**
 * Turns the deletion protection of one resource off, where its type has one. The derivation has left none on; somebody,
 * or a rule of the company's, has put it there since. A resource without this replica's tag stays as it is, and so does
 * one that cannot be changed: that is told of. Throws the signal's reason.
 */
export async function unprotect(name: ResourceName, replicaId: string, ports: StackPorts): Promise<void> {
  const { cloud, budget, emit } = ports
  const patchFor = Object.hasOwn(patches, name.type) ? patches[name.type] : undefined
  if (patchFor === undefined) return
  try {
    const properties = await budget.call(() => cloud.resources.read(name.type, name.id), undefined, 'GetResource')
    if (properties === undefined) return
    if (!isOurs(name.type, properties, replicaId)) throw fail('resource.not_ours', { ...name, replicaId })
    const token = await budget.call(() => cloud.resources.change(name.type, name.id, patchFor(properties)), undefined, 'UpdateResource')
    await settle(token, ports)
    emit('protection.removed', name)
  } catch (error) {
    ports.signal?.throwIfAborted()
    emit('protection.kept', { ...name, reason: error instanceof Error ? error.message : String(error) })
  }
}

/** What turns the protection off, by type: the types in whose handlers a protection makes the deletion fail. */
const patches: Readonly<Record<string, (properties: Properties) => PatchStep[]>> = {
  'AWS::AutoScaling::AutoScalingGroup': set('DeletionProtection', 'none'),
  'AWS::Cognito::UserPool': set('DeletionProtection', 'INACTIVE'),
  'AWS::DSQL::Cluster': set('DeletionProtectionEnabled', false),
  'AWS::DocDB::DBCluster': set('DeletionProtection', false),
  'AWS::DynamoDB::Table': set('DeletionProtectionEnabled', false),
  'AWS::EC2::Instance': set('DisableApiTermination', false),
  'AWS::EKS::Cluster': set('DeletionProtection', false),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': withoutAttribute('LoadBalancerAttributes', 'deletion_protection.enabled'),
  'AWS::Logs::LogGroup': set('DeletionProtectionEnabled', false),
  'AWS::Neptune::DBCluster': set('DeletionProtection', false),
  'AWS::NetworkFirewall::Firewall': set('DeleteProtection', false),
  'AWS::RDS::DBCluster': set('DeletionProtection', false),
  'AWS::RDS::DBInstance': set('DeletionProtection', false),
}

function set(property: string, value: unknown): () => PatchStep[] {
  return () => [{ op: 'add', path: `/${property}`, value }]
}

/** A list of `{Key, Value}`, in which one key is set to false. */
function withoutAttribute(property: string, key: string): (properties: Properties) => PatchStep[] {
  return (properties) => {
    const before = Array.isArray(properties[property]) ? (properties[property] as { Key?: string }[]) : []
    const value = [...before.filter(({ Key }) => Key !== key), { Key: key, Value: 'false' }]
    return [{ op: 'add', path: `/${property}`, value }]
  }
}
