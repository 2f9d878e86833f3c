import type { LaunchRequest } from '../databases/launch.ts'
import type { DatabaseKind } from '../databases/records.ts'
import type { ResourceRequest, World } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { flagOf, generateName, numberOf, textOf } from './properties.ts'

/** What RDS instances and clusters are asked for in the same properties; AWS's own complaints where something is wrong. */
export function toLaunchRequest(
  request: ResourceRequest,
  world: World,
  names: { kind: DatabaseKind; identifier: string; database: string; snapshot: string; instanceClass: string },
): LaunchRequest {
  const { properties } = request
  const snapshot = textOf(properties, names.snapshot)
  const credentials = { user: textOf(properties, 'MasterUsername'), password: textOf(properties, 'MasterUserPassword') }
  checkCredentials(credentials, { names, restored: snapshot !== undefined })
  return {
    kind: names.kind,
    id: (textOf(properties, names.identifier) ?? generateName(request, world, 63)).toLowerCase(),
    engine: checkEngine(textOf(properties, 'Engine') ?? (names.kind === 'redshift-cluster' ? 'redshift' : 'postgres')),
    engineVersion: textOf(properties, 'EngineVersion') ?? '18.4',
    instanceClass: textOf(properties, names.instanceClass) ?? 'db.t4g.micro',
    sizeGiB: numberOf(properties, 'AllocatedStorage') ?? 20,
    ...credentials,
    database: textOf(properties, names.database),
    snapshot,
    deletionProtection: flagOf(properties, 'DeletionProtection'),
    isPrivate: !flagOf(properties, 'PubliclyAccessible'),
    tags: { ...request.tags },
  }
}

/** Throws ResourceFailure for a password that RDS or Redshift would not take. */
export function checkPassword(password: string, kind: DatabaseKind): void {
  if (password.length < 8) {
    throw new ResourceFailure('The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.')
  }
  if (kind !== 'redshift-cluster' && (/[/@" ]/.test(password) || !/^[\x20-\x7e]+$/.test(password))) {
    throw new ResourceFailure(
      `The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`,
    )
  }
}

function checkCredentials(
  given: { user: string | undefined; password: string | undefined },
  { names, restored }: { names: { kind: DatabaseKind }; restored: boolean },
): void {
  const isRedshift = names.kind === 'redshift-cluster'
  // Redshift's schema asks for the user even where a snapshot has one.
  if (restored && given.user !== undefined && !isRedshift) {
    throw new ResourceFailure('The parameter MasterUsername cannot be specified when restoring from a snapshot.')
  }
  if (given.password !== undefined) checkPassword(given.password, names.kind)
  if (restored) return
  for (const [name, value] of [['MasterUsername', given.user] as const, ['MasterUserPassword', given.password] as const]) {
    if (value === undefined) throw new ResourceFailure(`The parameter ${name} must be provided and must not be blank.`)
  }
}

function checkEngine(engine: string): string {
  if (['postgres', 'aurora-postgresql', 'redshift'].includes(engine)) return engine
  throw new ResourceFailure(`The local cloud has no engine ${engine}: it runs postgres and aurora-postgresql.`)
}
