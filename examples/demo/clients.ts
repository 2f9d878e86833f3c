import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { RDSClient } from '@aws-sdk/client-rds'
import { RedshiftClient } from '@aws-sdk/client-redshift'
import { S3Client } from '@aws-sdk/client-s3'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESClient } from '@aws-sdk/client-ses'

export interface Clients {
  stacks: CloudFormationClient
  rds: RDSClient
  redshift: RedshiftClient
  s3: S3Client
  scheduler: SchedulerClient
  secrets: SecretsManagerClient
  ses: SESClient
}

/** The AWS SDK's own clients, pointed at the local cloud by its endpoint and nothing else. */
export function createClients(endpoint: string, environment: Readonly<Record<string, string>>): Clients {
  // Its word about the age of Node 20 would land between the demo's lines.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const config = {
    endpoint,
    region: environment.AWS_REGION ?? 'us-east-1',
    credentials: { accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '' },
  }
  return {
    stacks: new CloudFormationClient(config),
    rds: new RDSClient(config),
    redshift: new RedshiftClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    scheduler: new SchedulerClient(config),
    secrets: new SecretsManagerClient(config),
    ses: new SESClient(config),
  }
}
