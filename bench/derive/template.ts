import { stringify } from 'yaml'

type Resource = { Type: string; Properties?: Record<string, unknown>; [attribute: string]: unknown }
type Resources = Record<string, Resource>

/** Resources that a service of a company's brings with it, in about the proportions of AWS's own template library. */
const resourcesOfModule = 25

/**
 * The text of a template of `count` resources: modules of a network, hosts, a store, queues and functions that refer to one
 * another. `name` is the stack's; every stack but the first imports the first one's network.
 */
export function makeTemplate(name: string, count: number, isFirst: boolean): string {
  const modules = Array.from({ length: Math.ceil(count / resourcesOfModule) }, (_, at) => makeModule(`${name}-${at}`, `M${at}`, isFirst))
  const all = Object.entries(Object.assign({}, ...modules) as Resources).slice(0, count)
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: { Env: { Type: 'String', Default: 'prod', AllowedValues: ['prod', 'test'] }, Password: { Type: 'String', NoEcho: true } },
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
    Resources: Object.fromEntries(all),
    Outputs: isFirst ? { Network: { Value: { Ref: 'M0Vpc' }, Export: { Name: 'newvision-network' } } } : {},
  }
  return stringify(template, { aliasDuplicateObjects: false, lineWidth: 0 })
}

function makeModule(name: string, id: string, isFirst: boolean): Resources {
  const parts = { ...network(id, isFirst), ...access(name, id), ...messaging(name, id), ...compute(name, id), ...data(name, id) }
  return Object.fromEntries(Object.entries(parts).map(([key, resource]) => [`${id}${key}`, resource]))
}

const ref = (name: string) => ({ Ref: name })
const att = (name: string, attribute: string) => ({ 'Fn::GetAtt': [name, attribute] })
const sub = (text: string) => ({ 'Fn::Sub': text })

function network(id: string, isFirst: boolean): Resources {
  const vpc = isFirst ? ref(`${id}Vpc`) : { 'Fn::ImportValue': 'newvision-network' }
  const subnet = (zone: number) => ({
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: vpc, CidrBlock: `10.0.${zone}.0/24`, AvailabilityZone: { 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] } },
  })
  return {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', Tags: [{ Key: 'Name', Value: sub('${Env}-network') }] } },
    SubnetA: subnet(0),
    SubnetB: subnet(1),
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: vpc } },
    WayA: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: ref(`${id}SubnetA`), RouteTableId: ref(`${id}Table`) } },
    WayB: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: ref(`${id}SubnetB`), RouteTableId: ref(`${id}Table`) } },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'hosts',
        VpcId: vpc,
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
      },
    },
  }
}

function access(name: string, id: string): Resources {
  const assume = { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] }
  const objects = [sub(`arn:aws:s3:::newvision-${name}-lake/*`), { 'Fn::Join': ['', ['arn:aws:s3:::', ref(`${id}Lake`)]] }]
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: sub(`newvision-${name}-role`),
        AssumeRolePolicyDocument: assume,
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
        Policies: [
          {
            PolicyName: 'lake',
            PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: objects }] },
          },
        ],
      },
    },
    HostRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: assume, Path: '/' } },
    Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [ref(`${id}HostRole`)] } },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'jobs',
        Roles: [ref(`${id}Role`)],
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: att(`${id}Jobs`, 'Arn') }] },
      },
    },
  }
}

function messaging(name: string, id: string): Resources {
  return {
    Jobs: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: `newvision-${name}-jobs`,
        RedrivePolicy: { deadLetterTargetArn: att(`${id}Dead`, 'Arn'), maxReceiveCount: 3 },
      },
    },
    Dead: { Type: 'AWS::SQS::Queue' },
    Alerts: { Type: 'AWS::SNS::Topic', Properties: { Subscription: [{ Protocol: 'email', Endpoint: 'operations@newvision-corp.com' }] } },
    Late: {
      Type: 'AWS::CloudWatch::Alarm',
      Condition: 'IsProd',
      Properties: {
        AlarmName: `newvision-${name}-late`,
        AlarmActions: [ref(`${id}Alerts`)],
        MetricName: 'Age',
        Namespace: 'AWS/SQS',
        Threshold: 60,
      },
    },
    Nightly: {
      Type: 'AWS::Events::Rule',
      Properties: { ScheduleExpression: 'cron(0 3 * * ? *)', State: 'ENABLED', Targets: [{ Id: 'load', Arn: att(`${id}Load`, 'Arn') }] },
    },
  }
}

function compute(name: string, id: string): Resources {
  const script = [
    '#!/bin/bash',
    'set -euo pipefail',
    'yum install -y python3 postgresql',
    `aws s3 sync s3://newvision-${name}-lake/jobs /opt/jobs`,
  ]
  return {
    Load: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: `newvision-${name}-load`,
        Runtime: 'python3.12',
        Handler: 'index.handler',
        Role: att(`${id}Role`, 'Arn'),
        Code: { ZipFile: 'import os\n\ndef handler(event, context):\n    return os.environ["LAKE"]\n' },
        Environment: {
          Variables: { LAKE: `newvision-${name}-lake`, QUEUE: ref(`${id}Jobs`), LOGS: sub(`/aws/lambda/newvision-${name}-load`) },
        },
      },
    },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: `/aws/lambda/newvision-${name}-load`, RetentionInDays: 365 } },
    Allowed: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: ref(`${id}Load`),
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: att(`${id}Nightly`, 'Arn'),
      },
    },
    Host: {
      Type: 'AWS::EC2::Instance',
      DependsOn: [`${id}WayA`],
      Properties: {
        ImageId: 'ami-0abcdef1234567890',
        InstanceType: 'm5.2xlarge',
        SubnetId: ref(`${id}SubnetA`),
        SecurityGroupIds: [ref(`${id}Group`)],
        IamInstanceProfile: ref(`${id}Profile`),
        UserData: { 'Fn::Base64': sub([...script, `echo \${${id}Jobs.QueueName} > /etc/queue`].join('\n')) },
      },
    },
  }
}

function data(name: string, id: string): Resources {
  return {
    Lake: {
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: 'Retain',
      Properties: { BucketName: `newvision-${name}-lake`, VersioningConfiguration: { Status: 'Enabled' } },
    },
    LakePolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: ref(`${id}Lake`),
        PolicyDocument: { Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: sub(`\${${id}Lake.Arn}/*`) }] },
      },
    },
    Scores: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: `newvision-${name}-scores`,
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      },
    },
    Nets: {
      Type: 'AWS::RDS::DBSubnetGroup',
      Properties: { DBSubnetGroupDescription: 'store', SubnetIds: [ref(`${id}SubnetA`), ref(`${id}SubnetB`)] },
    },
    Store: {
      Type: 'AWS::RDS::DBInstance',
      DeletionPolicy: 'Snapshot',
      Properties: {
        DBInstanceIdentifier: `newvision-${name}-store`,
        Engine: 'postgres',
        DBInstanceClass: 'db.r6g.xlarge',
        AllocatedStorage: '100',
        MultiAZ: true,
        MasterUsername: 'owner',
        MasterUserPassword: ref('Password'),
        DBSubnetGroupName: ref(`${id}Nets`),
      },
    },
  }
}
