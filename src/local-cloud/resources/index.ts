import type { ResourceHandler } from '../types.ts'
import { ec2Instance } from './ec2-instance.ts'
import { ecrRepository } from './ecr-repository.ts'
import { emailIdentity } from './email-identity.ts'
import { lambdaFunction, networkInterface, securityGroup, subnet } from './network.ts'
import { oidcProvider, protectedTypes } from './protected.ts'
import { rdsCluster } from './rds-cluster.ts'
import { rdsInstance } from './rds-instance.ts'
import { redshiftCluster } from './redshift-cluster.ts'
import { s3Bucket } from './s3-bucket.ts'
import { scheduleGroup, schedulerSchedule } from './scheduler-schedule.ts'
import { secret } from './secret.ts'
import { ssmParameter } from './ssm-parameter.ts'

/** The resource types that are real in the local cloud; CloudFormation has a generic handler for all others. */
export const handlers: Readonly<Record<string, ResourceHandler>> = {
  ...protectedTypes,
  'AWS::EC2::Instance': ec2Instance,
  'AWS::EC2::NetworkInterface': networkInterface,
  'AWS::EC2::SecurityGroup': securityGroup,
  'AWS::EC2::Subnet': subnet,
  'AWS::ECR::Repository': ecrRepository,
  'AWS::IAM::OIDCProvider': oidcProvider,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::RDS::DBCluster': rdsCluster,
  'AWS::RDS::DBInstance': rdsInstance,
  'AWS::Redshift::Cluster': redshiftCluster,
  'AWS::S3::Bucket': s3Bucket,
  'AWS::SES::EmailIdentity': emailIdentity,
  'AWS::SSM::Parameter': ssmParameter,
  'AWS::Scheduler::Schedule': schedulerSchedule,
  'AWS::Scheduler::ScheduleGroup': scheduleGroup,
  'AWS::SecretsManager::Secret': secret,
}
