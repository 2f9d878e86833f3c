import type { Service, World } from '../types.ts'
import { rds } from './rds/index.ts'
import { redshift } from './redshift/index.ts'
import { s3 } from './s3/index.ts'
import { scheduler } from './scheduler/index.ts'
import { startScheduler } from './scheduler/run.ts'
import { secretsManager } from './secretsmanager/index.ts'
import { ses } from './ses/index.ts'
import { endCommands } from './ssm/commands.ts'
import { ssm } from './ssm/index.ts'

/** The services of the local cloud beside CloudFormation. SES signs with `ses`, as its SDK does, or with `email`. */
export const services: readonly Service[] = [rds, redshift, s3, scheduler, secretsManager, ses, { ...ses, signingName: 'email' }, ssm]

/**
 * Starts what works behind the services: the databases that an earlier local cloud of this folder left, and the
 * schedules. Call it once the endpoint answers. `close` ends commands on hosts and stops the databases.
 * Throws `local.postgres_missing`, `local.postgres_failed`, `local.no_space`.
 */
export async function startBackground(world: World): Promise<{ close(): Promise<void> }> {
  await world.databases.startAll()
  const schedules = startScheduler(world)
  return {
    async close() {
      await schedules.close()
      await endCommands(world)
      await world.databases.stopAll()
    },
  }
}
