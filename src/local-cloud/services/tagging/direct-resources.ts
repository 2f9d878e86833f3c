import type { JsonValue } from '../../../production/json.ts'
import { databasesOf, findDatabase, snapshotsOf } from '../../databases/records.ts'
import type { ParameterRecord, World } from '../../types.ts'
import { networkInterfacesOf } from '../ec2/network-interfaces.ts'
import { repositoriesOf } from '../ecr/repository-store.ts'
import { bucketsOf } from '../s3/bucket-records.ts'
import { secretsOf } from '../secretsmanager/secret-store.ts'
import { hostsOf } from '../ssm/hosts.ts'

/** A resource that a service knows by itself, made by a stack or by a call. */
export interface DirectResource {
  arn: string
  tags: Record<string, string>
}

/** The resources of the services that keep them: buckets, databases, hosts, secrets, repositories, interfaces. */
export function directResources(world: World): DirectResource[] {
  const { partition, region, account } = world
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`
  const buckets = bucketsOf(world).values()
  const hosts = hostsOf(world).values()
  const interfaces = networkInterfacesOf(world).values()
  return [
    ...buckets.map(({ name, tags }) => ({ arn: `arn:${partition}:s3:::${name}`, tags })),
    ...hosts.map(({ id, tags }) => ({ arn: arn('ec2', `instance/${id}`), tags })),
    ...interfaces.map(({ id, tags }) => ({ arn: arn('ec2', `network-interface/${id}`), tags })),
    ...databasesOf(world).values(),
    ...snapshotsOf(world).values(),
    ...secretsOf(world).values(),
    ...repositoriesOf(world).values(),
  ]
}

/** Whether a resource of a stack is there: a call may have deleted it. What no service keeps is there. */
export function isThere(type: string, physicalId: string, properties: Readonly<Record<string, JsonValue>>, world: World): boolean {
  const find = Object.hasOwn(finders, type) ? finders[type] : undefined
  return find === undefined || find(physicalId, world, properties) !== undefined
}

type Find = (physicalId: string, world: World, properties: Readonly<Record<string, JsonValue>>) => object | undefined

const finders: Readonly<Record<string, Find>> = {
  'AWS::EC2::Instance': (id, world) => hostsOf(world).get(id),
  'AWS::EC2::NetworkInterface': (id, world) => networkInterfacesOf(world).get(id),
  'AWS::ECR::Repository': (id, world) => repositoriesOf(world).get(id),
  'AWS::RDS::DBCluster': (id, world) => findDatabase(world, 'rds-cluster', id),
  'AWS::RDS::DBInstance': (id, world) => findDatabase(world, 'rds-instance', id),
  'AWS::Redshift::Cluster': (id, world) => findDatabase(world, 'redshift-cluster', id),
  'AWS::S3::Bucket': (id, world) => bucketsOf(world).get(id),
  'AWS::SSM::Parameter': (id, world) => world.state.table<ParameterRecord>('ssm-parameters').get(id),
  'AWS::SecretsManager::Secret': (id, world) => secretsOf(world).get(id),
}
