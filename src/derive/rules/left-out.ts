import type { Rule } from '../rule.ts'

/** Resources that would act on the outside world, or of which an account has only one: left out whole. */
const leftOut: readonly { name: string; reason: string; types: readonly string[] }[] = [
  {
    name: 'dns-left-out',
    reason: 'a DNS record or health check would answer for production’s names',
    types: [
      ...['AWS::Route53::RecordSet', 'AWS::Route53::RecordSetGroup', 'AWS::Route53::HealthCheck', 'AWS::ApiGateway::DomainName'],
      ...['AWS::ApiGatewayV2::DomainName', 'AWS::ApiGateway::BasePathMapping', 'AWS::ApiGatewayV2::ApiMapping'],
    ],
  },
  {
    name: 'peering-left-out',
    reason: 'it would join the replica’s network to production’s or to another one',
    types: [
      ...['AWS::EC2::VPCPeeringConnection', 'AWS::EC2::TransitGateway*', 'AWS::EC2::VPNConnection*', 'AWS::EC2::VPNGateway*'],
      ...['AWS::EC2::CustomerGateway', 'AWS::DirectConnect::*', 'AWS::EC2::VPCEndpointService*', 'AWS::VpcLattice::*'],
    ],
  },
  {
    name: 'singleton-left-out',
    reason: 'an account has one of it: a second would replace production’s, and deleting it would turn that off',
    types: [
      ...['AWS::ApiGateway::Account', 'AWS::CloudTrail::*', 'AWS::Config::*', 'AWS::GuardDuty::*', 'AWS::SecurityHub::*'],
      ...['AWS::Macie::*', 'AWS::Inspector*', 'AWS::AccessAnalyzer::*', 'AWS::Detective::*', 'AWS::Budgets::*', 'AWS::CE::*'],
      ...['AWS::CUR::*', 'AWS::BCMDataExports::*', 'AWS::Organizations::*', 'AWS::SSO::*', 'AWS::ControlTower::*', 'AWS::RAM::*'],
      ...['AWS::ServiceCatalog*', 'AWS::IAM::OIDCProvider', 'AWS::IAM::SAMLProvider', 'AWS::IAM::ServiceLinkedRole'],
      ...['AWS::Glue::DataCatalogEncryptionSettings', 'AWS::LakeFormation::*', 'AWS::CloudFormation::StackSet'],
      ...[
        'AWS::CloudFormation::Macro',
        'AWS::CloudFormation::Hook*',
        'AWS::CloudFormation::TypeActivation',
        'AWS::ECR::ReplicationConfiguration',
      ],
      ...['AWS::ECR::RegistryPolicy', 'AWS::ECR::PullThroughCacheRule', 'AWS::Logs::ResourcePolicy', 'AWS::Logs::AccountPolicy'],
    ],
  },
  {
    name: 'backup-left-out',
    reason: 'it copies by tags, which may reach production, and leaves copies behind',
    types: ['AWS::Backup::*', 'AWS::DLM::*', 'AWS::Rbin::*'],
  },
  {
    name: 'deployment-left-out',
    reason: 'it starts by itself when it is created, and deploys to production',
    types: ['AWS::CodePipeline::*', 'AWS::CodeDeploy::*', 'AWS::CodeConnections::*', 'AWS::CodeStar*', 'AWS::CodeBuild::*'],
  },
  {
    name: 'mail-left-out',
    reason: 'it would send to, or receive from, real people',
    types: ['AWS::SES::*', 'AWS::Pinpoint*', 'AWS::SMSVOICE::*', 'AWS::Connect*'],
  },
  {
    name: 'fleet-left-out',
    reason: 'it finds its targets by tags, which may be production’s hosts',
    types: ['AWS::SSM::Association', 'AWS::SSM::MaintenanceWindow*', 'AWS::ResourceGroups::*'],
  },
  {
    name: 'transfer-left-out',
    reason: 'it moves data into or out of production',
    types: [
      ...['AWS::DMS::*', 'AWS::Transfer::*', 'AWS::AppFlow::*', 'AWS::DataSync::*', 'AWS::KafkaConnect::*'],
      ...['AWS::Logs::SubscriptionFilter', 'AWS::Logs::Destination', 'AWS::Synthetics::*', 'AWS::RDS::EventSubscription'],
      ...['AWS::Redshift::EventSubscription', 'AWS::SecretsManager::RotationSchedule', 'AWS::IAM::AccessKey', 'AWS::EC2::FlowLog'],
    ],
  },
  {
    name: 'region-left-out',
    reason: 'it spans regions, which a replica does not',
    types: [
      'AWS::RDS::GlobalCluster',
      'AWS::ElastiCache::GlobalReplicationGroup',
      'AWS::MemoryDB::MultiRegionCluster',
      'AWS::GlobalAccelerator::*',
    ],
  },
  {
    name: 'edge-left-out',
    reason: 'its names belong to production, and it takes up to 15 minutes to come and go',
    types: ['AWS::CloudFront::Distribution', 'AWS::CertificateManager::Certificate'],
  },
  {
    name: 'scaling-left-out',
    reason: 'a replica does not grow, and a literal target would be production’s',
    types: [
      'AWS::ApplicationAutoScaling::*',
      'AWS::AutoScaling::ScheduledAction',
      'AWS::AutoScaling::WarmPool',
      'AWS::Redshift::ScheduledAction',
    ],
  },
]

export const leftOutRules: readonly Rule[] = leftOut.map(({ name, reason, types }) => ({
  name,
  types,
  decide: () => ({ kind: 'dropped', reason }),
}))
