import { accessOf, type Roles } from '../circleci/oidc.ts'
import { fail } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { Ports } from '../ports/index.ts'
import { roleArn } from '../spec/patterns.ts'
import type { AwsSpec, Duty } from '../spec/types.ts'
import type { RunIdentity } from '../stack/types.ts'

/** The AWS services of one run, as whoever does what. Account, region and role have been told when one is handed out. */
export interface Clouds {
  /** Without a duty: as the one that provisions. */
  as(duty?: Duty): Promise<Cloud>
  /** As the one that reads production. */
  production(): Promise<Cloud>
}

export interface CloudOptions {
  region?: string | undefined
  /** ARN of the role for every duty, in place of replica.yml's; `none` for the credentials as they are. */
  role?: string | undefined
  /** On the local cloud there are no roles to take and no other accounts. */
  local?: string | undefined
}

/** Whoever the environment says, in any account. */
export const anyAccount: AwsSpec = { roles: {}, accounts: [] }

/**
 * Opens the clouds of a run, each once, when it is first asked for; the first call of each asks who we are. Throws `identity.*`,
 * where `identity.account_refused` comes before any other call, and `cloud.*`.
 */
export function openClouds(
  options: CloudOptions,
  aws: AwsSpec,
  run: RunIdentity,
  ports: Pick<Ports, 'cloud' | 'environment'> & { emit: Emit },
): Clouds {
  const here = options.local === undefined ? aws : anyAccount
  const given = parseRole(options.role)
  const roleOf = (duty: Duty): Roles => {
    const role = given === 'none' ? undefined : (given ?? here.roles[duty])
    return role === undefined ? {} : { role }
  }
  const open = remember(async (duty: string, roles: Roles) => {
    // `none` means what the chain finds, also where the environment names a role for the token.
    const access = given === 'none' && roles.next === undefined ? undefined : accessOf(roles, run, ports.environment)
    const cloud = await ports.cloud(options.region, access)
    await introduce(duty, cloud, here.accounts, ports.emit)
    return cloud
  })
  return {
    as: (duty = 'provision') => open(duty, roleOf(duty)),
    production: () =>
      here.readRole === undefined ? open('provision', roleOf('provision')) : open('read', { ...roleOf('provision'), next: here.readRole }),
  }
}

function parseRole(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || text === 'none' || new RegExp(roleArn.source).test(text)) return text || undefined
  throw fail('identity.bad_role', { role: text.slice(0, 80), source: '--role' })
}

/** One cloud for each set of roles; a failed attempt is not remembered. */
function remember(open: (duty: string, roles: Roles) => Promise<Cloud>): typeof open {
  const known = new Map<string, Promise<Cloud>>()
  return (duty, roles) => {
    const key = JSON.stringify(roles)
    const cloud = known.get(key) ?? open(duty, roles)
    known.set(key, cloud)
    cloud.catch(() => known.delete(key))
    return cloud
  }
}

async function introduce(duty: string, cloud: Cloud, allowed: readonly string[], emit: Emit): Promise<void> {
  const { account, arn } = await cloud.identity.whoAmI()
  if (allowed.length > 0 && !allowed.includes(account)) throw fail('identity.account_refused', { account, allowed, arn })
  emit('identity.found', { duty, account, region: cloud.region, arn })
}
