import type { Service, World } from '../types.ts'
import { cloudControl } from './cloudcontrol/index.ts'
import { ec2 } from './ec2/index.ts'
import { ecr } from './ecr/index.ts'
import { rds } from './rds/index.ts'
import { redshift } from './redshift/index.ts'
import { s3 } from './s3/index.ts'
import { expireObjects } from './s3/lifecycle.ts'
import { scheduler } from './scheduler/index.ts'
import { startScheduler } from './scheduler/run.ts'
import { secretsManager } from './secretsmanager/index.ts'
import { ses } from './ses/index.ts'
import { endCommands } from './ssm/commands.ts'
import { ssm } from './ssm/index.ts'
import { sts } from './sts/index.ts'
import { tagging } from './tagging/index.ts'

/** The services of the local cloud beside CloudFormation. SES signs with `ses`, as its SDK does, or with `email`. */
export const services: readonly Service[] = [
  ...[cloudControl, ec2, ecr, rds, redshift, s3, scheduler, secretsManager, ses, { ...ses, signingName: 'email' }, ssm, sts, tagging],
]

/** Starts what works behind the services: schedules fire from here on. `close` ends the commands that hosts still run. */
export function startBackground(world: World): { close(): Promise<void> } {
  const schedules = startScheduler(world, { alongside: () => expireObjects(world) })
  return {
    async close() {
      await schedules.close()
      await endCommands(world)
    },
  }
}
