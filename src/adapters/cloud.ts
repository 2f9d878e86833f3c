import type { Cloud } from '../ports/cloud.ts'
import type { Access } from '../ports/credentials.ts'
import type { Environment } from '../ports/index.ts'
import { createBuckets } from './buckets.ts'
import { type ConfigOf, configureClients, paced } from './client-config.ts'
import { createStacks } from './cloudformation.ts'
import { actAs } from './credentials.ts'
import { createEndpoints } from './endpoints.ts'
import { createHosts } from './hosts.ts'
import { createIdentity } from './identity.ts'
import { createMailer } from './mailer.ts'
import { createRepositories } from './repositories.ts'
import { createResources } from './resources.ts'
import { createSchedules } from './schedules.ts'
import { createSecrets } from './secrets.ts'
import { createSnapshots } from './snapshots.ts'
import { createTagged } from './tagged.ts'

/**
 * The AWS services of one region (of the environment, where none is named), with credentials and endpoint from
 * `environment`, or as the roles of `access`. Each SDK is loaded, and each client made, at the first call of its service. Throws
 * `cloud.no_region` and `cloud.bad_endpoint`.
 */
export async function createCloud(environment: Environment, region?: string, access?: Access): Promise<Cloud> {
  const found = configureClients(environment, region)
  const configFor = access === undefined ? found : actAs(access, found, environment)
  silenceNodeWarning()
  const cloud = openServices(configFor)
  return { ...cloud, paced: { ...cloud, ...openPaced((service) => paced(configFor(service))) } }
}

function openServices(configFor: ConfigOf): Cloud {
  return {
    region: configFor('STS').region,
    ...openPaced(configFor),
    schedules: createSchedules(configFor('SCHEDULER')),
    identity: createIdentity(configFor('STS')),
    snapshots: createSnapshots({ rds: configFor('RDS'), redshift: configFor('REDSHIFT') }),
    endpoints: createEndpoints({ rds: configFor('RDS'), redshift: configFor('REDSHIFT') }),
    secrets: createSecrets(configFor('SECRETS_MANAGER')),
    buckets: createBuckets(configFor('S3')),
    repositories: createRepositories(configFor('ECR')),
    hosts: createHosts(configFor('SSM')),
    mailer: createMailer(configFor('SES')),
  }
}

/** The services that are asked so often that their calls are paced. */
function openPaced(configFor: ConfigOf): Pick<Cloud, 'stacks' | 'resources' | 'tagged'> {
  return {
    stacks: createStacks(configFor('CLOUDFORMATION')),
    resources: createResources(configFor('CLOUDCONTROL')),
    tagged: createTagged(configFor('RESOURCE_GROUPS_TAGGING_API')),
  }
}

/** The SDK looks in the process's own environment for its documented way to keep quiet about the version of Node. */
function silenceNodeWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
}
