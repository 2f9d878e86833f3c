import { makePhysicalId } from '../cloudformation/resources/physical-id.ts'
import { livingResources } from '../services/tagging/living-resources.ts'
import type { ResourceHandler, ResourceRequest } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { flagOf, listOf, mapOf, textOf } from './properties.ts'

type Properties = ResourceRequest['properties']

/** Types for which the local cloud does nothing but refuse to delete what a property protects, in AWS's words. */
export const protectedTypes: Readonly<Record<string, ResourceHandler>> = {
  'AWS::AutoScaling::AutoScalingGroup': guarded(
    (properties) => (textOf(properties, 'DeletionProtection') ?? 'none') !== 'none',
    'The Auto Scaling group cannot be deleted because deletion protection is enabled.',
  ),
  'AWS::Cognito::UserPool': guarded(
    (properties) => textOf(properties, 'DeletionProtection') === 'ACTIVE',
    'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
  ),
  'AWS::DocDB::DBCluster': guarded((properties) => flagOf(properties, 'DeletionProtection'), protectedCluster()),
  'AWS::DynamoDB::Table': guarded((properties) => flagOf(properties, 'DeletionProtectionEnabled'), protectedTable()),
  'AWS::DynamoDB::GlobalTable': guarded(
    (properties) => listOf(properties, 'Replicas').some((replica) => flagOf(mapOf(replica), 'DeletionProtectionEnabled')),
    protectedTable(),
  ),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': guarded(
    isProtectedBalancer,
    'Load balancer cannot be deleted because deletion protection is enabled (Service: ElasticLoadBalancingV2, Status Code: 400)',
  ),
  'AWS::Logs::LogGroup': guarded(
    (properties) => flagOf(properties, 'DeletionProtectionEnabled'),
    'The log group cannot be deleted because deletion protection is enabled.',
  ),
  'AWS::Neptune::DBCluster': guarded((properties) => flagOf(properties, 'DeletionProtection'), protectedCluster()),
}

/** AWS::IAM::OIDCProvider: there is one for an address. */
export const oidcProvider: ResourceHandler = {
  async create(request, world) {
    const physicalId = makePhysicalId(request, world)
    if (livingResources(world).some(({ arn }) => arn === physicalId)) {
      throw new ResourceFailure(`Provider with url ${textOf(request.properties, 'Url') ?? ''} already exists.`)
    }
    return { physicalId, attributes: { Arn: physicalId } }
  },
  async delete() {},
}

function guarded(isProtected: (properties: Properties) => boolean, reason: string): ResourceHandler {
  return {
    create: async (request, world) => ({ physicalId: makePhysicalId(request, world), attributes: {} }),
    async delete(_physicalId, { properties }) {
      if (isProtected(properties)) throw new ResourceFailure(reason)
    },
  }
}

function isProtectedBalancer(properties: Properties): boolean {
  const attributes = listOf(properties, 'LoadBalancerAttributes').map(mapOf)
  return attributes.some((each) => textOf(each, 'Key') === 'deletion_protection.enabled' && flagOf(each, 'Value'))
}

function protectedTable(): string {
  return 'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.'
}

function protectedCluster(): string {
  return 'Cannot delete protected Cluster, please disable deletion protection and try again.'
}
