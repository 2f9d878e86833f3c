import type { ResourceHandler } from '../types.ts'
import { ec2Instance } from './ec2-instance.ts'
import { ecrRepository } from './ecr-repository.ts'
import { emailIdentity } from './email-identity.ts'
import { rdsCluster } from './rds-cluster.ts'
import { rdsInstance } from './rds-instance.ts'
import { redshiftCluster } from './redshift-cluster.ts'
import { s3Bucket } from './s3-bucket.ts'
import { schedulerSchedule } from './scheduler-schedule.ts'
import { secret } from './secret.ts'
import { ssmParameter } from './ssm-parameter.ts'

/** The resource types that are real in the local cloud; CloudFormation has a generic handler for all others. */
export const handlers: Readonly<Record<string, ResourceHandler>> = {
  'AWS::EC2::Instance': ec2Instance,
  'AWS::ECR::Repository': ecrRepository,
  'AWS::RDS::DBCluster': rdsCluster,
  'AWS::RDS::DBInstance': rdsInstance,
  'AWS::Redshift::Cluster': redshiftCluster,
  'AWS::S3::Bucket': s3Bucket,
  'AWS::SES::EmailIdentity': emailIdentity,
  'AWS::SSM::Parameter': ssmParameter,
  'AWS::Scheduler::Schedule': schedulerSchedule,
  'AWS::SecretsManager::Secret': secret,
}
