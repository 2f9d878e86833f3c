import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr'
import { PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3'
import { expect } from 'chai'
import { createClock } from '../../src/adapters/clock.ts'
import { createCloud } from '../../src/adapters/cloud.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import { createReplica } from '../../src/stack/create/create.ts'
import { deleteReplica } from '../../src/stack/delete/delete.ts'
import { extendReplica } from '../../src/stack/expiry/extend.ts'
import { createWithinLimit } from '../../src/stack/expiry/limit-replicas.ts'
import { reapReplicas } from '../../src/stack/expiry/reap.ts'
import { findReplica, listReplicas } from '../../src/stack/replica/find.ts'
import { startTestCloud } from '../local-cloud/support.ts'
import { createJournal } from '../support/journal.ts'
import { startMoto } from '../support/moto.ts'
import { plannedStack, planOf, run } from '../support/plans.ts'
import { refusalOf } from '../support/refusal.ts'

interface Side {
  endpoint: string
  environment: Record<string, string>
  close(): Promise<void>
}

const sides: Readonly<Record<string, () => Promise<Side>>> = {
  'the local cloud': async () => {
    const local = await startTestCloud()
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' }
    return { endpoint: local.endpoint, environment: { AWS_ENDPOINT_URL: local.endpoint, ...keys }, close: () => local.close() }
  },
  'moto, which others wrote': async () => {
    const moto = await startMoto()
    return { ...moto, environment: { ...moto.environment, AWS_REGION: 'us-east-1' } }
  },
}

const hour = 3_600_000
const owner = 'acme/app by ada'

function planFor(replicaId: string) {
  const tags = [{ Key: 'prod-replica:id', Value: replicaId }]
  const network = plannedStack('network', {
    Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: `${replicaId}-topic`, Tags: tags } } },
    Outputs: { Topic: { Value: { Ref: 'Topic' }, Export: { Name: `${replicaId}-topic` } } },
  })
  const data = plannedStack(
    'data',
    {
      Resources: {
        Lake: { Type: 'AWS::S3::Bucket', Properties: { BucketName: `${replicaId}-lake`, Tags: tags } },
        Images: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: `${replicaId}-images`, Tags: tags } },
        Topic: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Name: `/${replicaId}/topic`, Type: 'String', Value: { 'Fn::ImportValue': `${replicaId}-topic` } },
        },
      },
    },
    ['network'],
  )
  const renamed = [network, data].map((stack) => ({
    ...stack,
    name: `prod-replica-${replicaId}-${stack.production}`,
    needs: stack.needs.map((name) => name.replace('pr-42', replicaId)),
  }))
  return planOf(...renamed)
}

for (const [name, start] of Object.entries(sides)) {
  describe(`the life of replicas on ${name}`, function () {
    this.timeout(240_000)
    let side: Side
    let cloud: Cloud

    beforeEach(async () => {
      side = await start()
      cloud = await createCloud(side.environment)
    })
    afterEach(() => side?.close())

    const ports = () => ({ cloud, clock: createClock(), emit: createJournal().emit, signal: new AbortController().signal })
    const make = (id: string, ttlMs = hour) => createReplica(planFor(id), { ...run, replicaId: id, owner }, { ttlMs }, ports())
    const ids = async () => (await listReplicas(ports())).map(({ id }) => id)

    async function fill(id: string): Promise<void> {
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
      const sdk = { endpoint: side.endpoint, region: 'us-east-1', credentials }
      const s3 = new S3Client({ ...sdk, forcePathStyle: true })
      await s3.send(new PutBucketVersioningCommand({ Bucket: `${id}-lake`, VersioningConfiguration: { Status: 'Enabled' } }))
      for (const text of ['one', 'two']) await cloud.buckets.put(`${id}-lake`, 'a/key', text)
      const mediaType = 'application/vnd.docker.distribution.manifest.v2+json'
      const config = { mediaType: 'application/vnd.docker.container.image.v1+json', size: 2, digest: `sha256:${'a'.repeat(64)}` }
      const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] })
      const ecr = new ECRClient(sdk)
      await ecr.send(new PutImageCommand({ repositoryName: `${id}-images`, imageManifest, imageTag: 'latest' }))
      await ecr.send(new PutImageCommand({ repositoryName: `${id}-images`, imageManifest, imageTag: 'stable' }))
    }

    it('are made, found, filled, deleted, and proven gone by their tag', async () => {
      await make('pr-1')
      expect((await findReplica('pr-1', { cloud }))?.stacks.map(({ status }) => status)).to.deep.equal([
        'CREATE_COMPLETE',
        'CREATE_COMPLETE',
      ])
      await fill('pr-1')
      const journal = createJournal()
      const found = await cloud.tagged.find('prod-replica:id', ['pr-1'])
      expect(found.some(({ arn }) => arn.endsWith('pr-1-lake'))).to.equal(true)
      const { deleted, survivors } = await deleteReplica('pr-1', { ...ports(), emit: journal.emit })
      expect(journal.codes()).to.include.members(['bucket.emptied', 'repository.emptied'])
      expect({ deleted, survivors }).to.deep.equal({ deleted: ['prod-replica-pr-1-data', 'prod-replica-pr-1-network'], survivors: [] })
      expect(await cloud.buckets.tags('pr-1-lake')).to.equal(undefined)
      expect(await cloud.repositories.tags('pr-1-images')).to.equal(undefined)
      expect(await deleteReplica('pr-1', ports())).to.deep.equal({ deleted: [], survivors: [] })
    })

    it('are reaped once they are expired, and only then', async () => {
      await make('pr-old', 1)
      await make('pr-new')
      const dry = await reapReplicas({}, { dryRun: true }, ports())
      expect(dry.reaped).to.deep.equal(['pr-old'])
      expect(await ids()).to.have.members(['pr-old', 'pr-new'])
      const { deleted, survivors } = await reapReplicas({}, { dryRun: false }, ports())
      expect(deleted).to.have.members(['prod-replica-pr-old-data', 'prod-replica-pr-old-network'])
      expect(survivors).to.deep.equal([])
      expect(await ids()).to.deep.equal(['pr-new'])
      expect((await reapReplicas({ all: true, owner: 'acme/app by bob' }, { dryRun: false }, ports())).reaped).to.deep.equal([])
      expect((await reapReplicas({ all: true, owner }, { dryRun: false }, ports())).reaped).to.deep.equal(['pr-new'])
      expect(await ids()).to.deep.equal([])
    })

    it('live on when they are extended, and are not reaped', async () => {
      await make('pr-1', 1)
      const until = await extendReplica('pr-1', { ttlMs: 2 * hour, maxTtlMs: 24 * hour }, ports())
      expect((await listReplicas(ports())).map(({ expiresAt }) => expiresAt)).to.deep.equal([until])
      expect((await reapReplicas({}, { dryRun: false }, ports())).reaped).to.deep.equal([])
      expect(await ids()).to.deep.equal(['pr-1'])
    })

    it('are refused where the project has as many as it may', async () => {
      await make('pr-1')
      const order = { ttlMs: hour, atMost: 1, waitMs: 0 }
      const error = await refusalOf(createWithinLimit(planFor('pr-2'), { ...run, replicaId: 'pr-2', owner }, order, ports()))
      expect(error.code).to.equal('replica.too_many')
      expect(await ids()).to.deep.equal(['pr-1'])
    })
  })
}
