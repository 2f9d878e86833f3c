import { rm } from 'node:fs/promises'
import {
  type CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation'
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import { ListObjectVersionsCommand, PutBucketVersioningCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { VerifyEmailIdentityCommand } from '@aws-sdk/client-ses'
import { createClients } from '../../examples/demo/clients.ts'
import { leftovers, takeInventory } from '../../examples/demo/inventory.ts'
import type { FaultSettings } from '../../src/local-cloud/faults/settings.ts'
import { startTestCloud, type TestCloud, type TestCloudOptions } from '../local-cloud/support.ts'
import { makeCheckout } from './checkout.ts'
import { type HelperCall, runHelper } from './run-helper.ts'

/** A company whose production is two small stacks without a database, in a local cloud that answers over HTTP. */
export interface SmallCompany {
  cloud: TestCloud
  s3: S3Client
  /** The folder of a git checkout with a replica.yml. */
  checkout: string
  /** What leads an AWS client there, with keys of this name. */
  environment(keyId?: string): Record<string, string>
  /** What goes wrong from here on; nothing, where nothing is said. */
  trouble(settings?: Partial<FaultSettings>): Promise<void>
  /** How often each fault has struck. */
  hits(): Promise<number[]>
  /** Every stack but production's and that of `bootstrap`, those that are deleted left out. */
  stacks(): Promise<Stack[]>
  /** Waits until CloudFormation is at rest. */
  rest(): Promise<void>
  /** What the cloud holds beside production, `kind name`, anything that carries a replica's tag among it. */
  leftovers(): Promise<string[]>
  /** All of production: templates, tags, outputs, resources, times of change and objects. */
  picture(): Promise<string>
  close(): Promise<void>
}

/** What is rehearsed: one check. */
export const replicaYml = `version: 1
production: {region: us-east-1, stacks: [shop-base, shop-app]}
stores: {}
checks: [{name: unit, run: node -e 0}]
notify: {from: ci@shop.example, to: [team@shop.example]}
`

/** The templates of production, by stack. */
export const production = {
  'shop-base': {
    Resources: {
      Orders: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'shop-orders' } },
      Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'shop-files-of-production' }, DeletionPolicy: 'Retain' },
      Images: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'shop-images' } },
      Key: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } },
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'within the shop' } },
    },
    Outputs: {
      Orders: { Value: { Ref: 'Orders' }, Export: { Name: 'shop-orders' } },
      Files: { Value: { Ref: 'Files' } },
      Images: { Value: { Ref: 'Images' } },
      Group: { Value: { 'Fn::GetAtt': ['Group', 'GroupId'] } },
    },
  },
  'shop-app': {
    Resources: {
      Jobs: { Type: 'AWS::SQS::Queue' },
      Later: { Type: 'AWS::SQS::Queue', DependsOn: 'Jobs' },
      Target: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { 'Fn::ImportValue': 'shop-orders' } } },
    },
  },
}

/** Deploys production, puts an object into its bucket, and makes a checkout. With `bootstrap`, replicas have a schedule that ends them. */
export async function startSmallCompany(options: TestCloudOptions & { bootstrap?: boolean } = {}): Promise<SmallCompany> {
  const cloud = await startTestCloud(options)
  const checkout = makeCheckout({ 'replica.yml': replicaYml })
  const environment = (keyId = 'test') => ({
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_ACCESS_KEY_ID: keyId,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
  })
  const clients = createClients(cloud.endpoint, environment())
  for (const [name, template] of Object.entries(production)) await cloud.settle(name, template)
  await versionAndFill(clients.s3, 'shop-files-of-production')
  await clients.ses.send(new VerifyEmailIdentityCommand({ EmailAddress: 'ci@shop.example' }))
  if (options.bootstrap === true) await bootstrap({ folder: checkout.folder, environment: environment() })
  const before = await takeInventory(clients)
  return {
    cloud,
    s3: clients.s3,
    checkout: checkout.folder,
    environment,
    trouble: (settings) => setTrouble(cloud.endpoint, settings),
    hits: () => hitsOf(cloud.endpoint),
    stacks: () => foreignStacks(cloud.client),
    rest: () => untilRest(cloud.client),
    leftovers: async () => [...leftovers(before, await takeInventory(clients)), ...(await taggedIn(cloud.endpoint, environment()))],
    picture: () => picture(cloud.client, clients.s3),
    async close() {
      await cloud.close()
      await rm(checkout.folder, { recursive: true, force: true })
    },
  }
}

/** Two versions of one object, where versions are kept. */
export async function versionAndFill(s3: S3Client, bucket: string): Promise<void> {
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  for (const text of ['one', 'two']) await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'a/file', Body: text }))
}

async function bootstrap(call: HelperCall): Promise<void> {
  const { exitCode, stderr } = await runHelper(['bootstrap'], call)
  if (exitCode !== 0) throw new Error(stderr)
}

async function setTrouble(endpoint: string, settings: Partial<FaultSettings> = {}): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${endpoint}/_local/faults`, { method: 'PUT', headers, body: JSON.stringify(settings) })
  if (!answer.ok) throw new Error(await answer.text())
}

async function hitsOf(endpoint: string): Promise<number[]> {
  const { faults } = (await (await fetch(`${endpoint}/_local/faults`)).json()) as { faults: { hits: number }[] }
  return faults.map(({ hits }) => hits)
}

async function foreignStacks(client: CloudFormationClient): Promise<Stack[]> {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({}))
  return Stacks.filter(({ StackName = '' }) => StackName !== 'prod-replica-bootstrap' && !Object.hasOwn(production, StackName))
}

async function untilRest(client: CloudFormationClient): Promise<void> {
  while ((await foreignStacks(client)).some(({ StackStatus }) => StackStatus?.endsWith('_IN_PROGRESS'))) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function taggedIn(endpoint: string, environment: Record<string, string>): Promise<string[]> {
  const credentials = { accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: 'test' }
  const client = new ResourceGroupsTaggingAPIClient({ endpoint, region: 'us-east-1', credentials })
  const { ResourceTagMappingList = [] } = await client.send(new GetResourcesCommand({ TagFilters: [{ Key: 'prod-replica:id' }] }))
  client.destroy()
  return ResourceTagMappingList.map(({ ResourceARN }) => `tagged ${ResourceARN}`)
}

async function picture(client: CloudFormationClient, s3: S3Client): Promise<string> {
  const stacks = await Promise.all(Object.keys(production).map((name) => readStack(client, name)))
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: 'shop-files-of-production' }))
  return JSON.stringify({ stacks, objects: Versions?.map(({ Key, VersionId, ETag }) => [Key, VersionId, ETag]) }, null, 1)
}

async function readStack(client: CloudFormationClient, StackName: string): Promise<object> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }))
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName }))
  const { StackResourceSummaries } = await client.send(new ListStackResourcesCommand({ StackName }))
  const { $metadata: _, ...stack } = { $metadata: {}, ...Stacks?.[0] }
  return { stack, TemplateBody, StackResourceSummaries }
}
