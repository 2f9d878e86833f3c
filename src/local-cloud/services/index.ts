import type { Service } from '../types.ts'
import { rds } from './rds/index.ts'
import { redshift } from './redshift/index.ts'
import { s3 } from './s3/index.ts'
import { scheduler } from './scheduler/index.ts'
import { secretsManager } from './secretsmanager/index.ts'
import { ses } from './ses/index.ts'
import { ssm } from './ssm/index.ts'

/** The services of the local cloud beside CloudFormation. SES signs with `ses`, as its SDK does, or with `email`. */
export const services: readonly Service[] = [rds, redshift, s3, scheduler, secretsManager, ses, { ...ses, signingName: 'email' }, ssm]
