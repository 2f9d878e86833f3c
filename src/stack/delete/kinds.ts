import type { ResourceName } from './single.ts'

/** An ARN's parts: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. */
interface Arn {
  arn: string
  region: string
  account: string
  /** What comes after the kind's own prefix. */
  rest: string
}

type Kind = readonly [service: string, prefix: string, type: string, id: (arn: Arn) => string]

/**
 * Which resource an ARN stands for, in CloudFormation's words; undefined for a kind that is not known here, which is then
 * never deleted by itself.
 */
export function resourceOfArn(arn: string): ResourceName | undefined {
  const [, , service, region = '', account = '', ...words] = arn.split(':')
  const resource = words.join(':')
  const kind = kinds.find(([name, prefix]) => name === service && resource.startsWith(prefix))
  if (kind === undefined) return undefined
  const [, prefix, type, id] = kind
  return { type, id: id({ arn, region, account, rest: resource.slice(prefix.length) }) }
}

const rest = (arn: Arn): string => arn.rest
const whole = ({ arn }: Arn): string => arn
/** Log groups have `:*` at their end in some answers. */
const withoutStar = (arn: Arn): string => arn.rest.replace(/:\*$/, '')
const afterSlash = (arn: Arn): string => arn.rest.slice(arn.rest.indexOf('/') + 1)
const queueUrl = (arn: Arn): string => `https://sqs.${arn.region}.amazonaws.com/${arn.account}/${arn.rest}`

/** The kinds that replicas leave behind most often: in AWS's own words for them. The longer prefix of two comes first. */
const kinds: readonly Kind[] = [
  ['dynamodb', 'table/', 'AWS::DynamoDB::Table', rest],
  ['ec2', 'instance/', 'AWS::EC2::Instance', rest],
  ['ec2', 'internet-gateway/', 'AWS::EC2::InternetGateway', rest],
  ['ec2', 'natgateway/', 'AWS::EC2::NatGateway', rest],
  ['ec2', 'network-interface/', 'AWS::EC2::NetworkInterface', rest],
  ['ec2', 'route-table/', 'AWS::EC2::RouteTable', rest],
  ['ec2', 'security-group/', 'AWS::EC2::SecurityGroup', rest],
  ['ec2', 'subnet/', 'AWS::EC2::Subnet', rest],
  ['ec2', 'volume/', 'AWS::EC2::Volume', rest],
  ['ec2', 'vpc-endpoint/', 'AWS::EC2::VPCEndpoint', rest],
  ['ec2', 'vpc/', 'AWS::EC2::VPC', rest],
  ['ecr', 'repository/', 'AWS::ECR::Repository', rest],
  ['elasticfilesystem', 'file-system/', 'AWS::EFS::FileSystem', rest],
  ['elasticloadbalancing', 'loadbalancer/', 'AWS::ElasticLoadBalancingV2::LoadBalancer', whole],
  ['elasticloadbalancing', 'targetgroup/', 'AWS::ElasticLoadBalancingV2::TargetGroup', whole],
  ['kinesis', 'stream/', 'AWS::Kinesis::Stream', rest],
  ['kms', 'key/', 'AWS::KMS::Key', rest],
  ['lambda', 'function:', 'AWS::Lambda::Function', rest],
  ['logs', 'log-group:', 'AWS::Logs::LogGroup', withoutStar],
  ['rds', 'cluster-snapshot:', 'AWS::RDS::ClusterSnapshot', rest],
  ['rds', 'snapshot:', 'AWS::RDS::DBSnapshot', rest],
  ['rds', 'cluster:', 'AWS::RDS::DBCluster', rest],
  ['rds', 'db:', 'AWS::RDS::DBInstance', rest],
  ['rds', 'subgrp:', 'AWS::RDS::DBSubnetGroup', rest],
  ['redshift', 'snapshot:', 'AWS::Redshift::Snapshot', afterSlash],
  ['redshift', 'cluster:', 'AWS::Redshift::Cluster', rest],
  ['s3', '', 'AWS::S3::Bucket', rest],
  ['secretsmanager', 'secret:', 'AWS::SecretsManager::Secret', whole],
  ['sns', '', 'AWS::SNS::Topic', whole],
  ['sqs', '', 'AWS::SQS::Queue', queueUrl],
  ['states', 'stateMachine:', 'AWS::StepFunctions::StateMachine', whole],
]
