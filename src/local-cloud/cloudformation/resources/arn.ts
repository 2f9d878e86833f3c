import type { World } from '../../types.ts'

type Place = Pick<World, 'account' | 'region' | 'partition'>

/** The end of the ARN, after `arn:aws:`; `#` stands for region and account, `@` for the account alone, `*` for the name. */
const shapes: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'cloudwatch:#:alarm:*',
  'AWS::CloudFront::Distribution': 'cloudfront::@:distribution/*',
  'AWS::EC2::EIP': 'ec2:#:elastic-ip/*',
  'AWS::EC2::NatGateway': 'ec2:#:natgateway/*',
  'AWS::EC2::VPCEndpoint': 'ec2:#:vpc-endpoint/*',
  'AWS::ECR::Repository': 'ecr:#:repository/*',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'elasticloadbalancing:#:loadbalancer/app/*',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'elasticloadbalancing:#:targetgroup/*',
  'AWS::Events::Rule': 'events:#:rule/*',
  'AWS::CertificateManager::Certificate': 'acm:#:certificate/*',
  'AWS::IAM::Group': 'iam::@:group/*',
  'AWS::IAM::InstanceProfile': 'iam::@:instance-profile/*',
  'AWS::IAM::ManagedPolicy': 'iam::@:policy/*',
  'AWS::IAM::OIDCProvider': 'iam::@:oidc-provider/*',
  'AWS::IAM::Role': 'iam::@:role/*',
  'AWS::IAM::User': 'iam::@:user/*',
  'AWS::KinesisFirehose::DeliveryStream': 'firehose:#:deliverystream/*',
  'AWS::Lambda::Function': 'lambda:#:function:*',
  'AWS::Logs::LogGroup': 'logs:#:log-group:*:*',
  'AWS::RDS::DBCluster': 'rds:#:cluster:*',
  'AWS::RDS::DBInstance': 'rds:#:db:*',
  'AWS::RDS::DBSubnetGroup': 'rds:#:subgrp:*',
  'AWS::Redshift::Cluster': 'redshift:#:cluster:*',
  'AWS::Route53::HostedZone': 'route53:::hostedzone/*',
  'AWS::S3::Bucket': 's3:::*',
  'AWS::SNS::Topic': 'sns:#:*',
  'AWS::SQS::Queue': 'sqs:#:*',
  'AWS::StepFunctions::Activity': 'states:#:activity:*',
  'AWS::StepFunctions::StateMachine': 'states:#:stateMachine:*',
}

/** The ARN of a resource with that name or id; types of an unusual shape are known, the rest are `service:…:type/name`. */
export function makeArn(type: string, name: string, place: Place): string {
  const [, service = '', resource = ''] = type.split('::')
  const shape = shapes[type] ?? `${service.toLowerCase()}:#:${kebab(resource)}/*`
  const [head = '', ...rest] = shape.replace('#', `${place.region}:${place.account}`).replace('@', place.account).split('*')
  // Log groups alone have a second star, and it stays one.
  return `arn:${place.partition}:${head}${name}${rest.join('*')}`
}

function kebab(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
}
