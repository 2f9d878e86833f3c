import type { DecisionKind } from '../../../src/derive/types.ts'
import type { JsonValue } from '../../../src/production/json.ts'
import { changesOfCompute } from './table-compute.ts'
import { changesOfData } from './table-data.ts'
import { changesOfNetwork } from './table-network.ts'

export interface Case {
  type: string
  before: Record<string, JsonValue>
  kind: DecisionKind
  /** Values by path. */
  after?: Record<string, JsonValue>
  /** Paths that are not there any more. */
  gone?: readonly string[]
  /** Text of production's that may stand nowhere in the replica. */
  danger?: string
}

/** Types that are left out whatever is in them, by the danger. */
export const leftOut: Readonly<Record<string, string>> = {
  'account- or organization-wide effect':
    'CloudFormation::StackSet CloudFormation::Macro CloudFormation::HookVersion CloudFormation::HookTypeConfig CloudFormation::TypeActivation',
  'cost, minutes': 'S3::StorageLens S3::MultiRegionAccessPoint',
  'changes production’s scaling': 'ApplicationAutoScaling::ScalableTarget ApplicationAutoScaling::ScalingPolicy',
  'cross-region': 'RDS::GlobalCluster ElastiCache::GlobalReplicationGroup MemoryDB::MultiRegionCluster',
  'alerts the people on call': 'RDS::EventSubscription',
  'resizes clusters': 'Redshift::ScheduledAction',
  'fires on schedule': 'AutoScaling::ScheduledAction AutoScaling::LifecycleHook AutoScaling::WarmPool',
  'joins production’s network':
    'EC2::VPCPeeringConnection EC2::TransitGateway EC2::TransitGatewayAttachment EC2::TransitGatewayRoute EC2::VPNConnection EC2::VPNGateway ' +
    'EC2::CustomerGateway DirectConnect::Connection EC2::VPCEndpointService EC2::VPCEndpointServicePermissions VpcLattice::Service',
  'takes production’s traffic': 'Route53::RecordSet Route53::RecordSetGroup Route53::HealthCheck Route53::HostedZone',
  'waits for hours': 'CertificateManager::Certificate',
  'names are claimed':
    'CloudFront::Distribution ApiGateway::DomainName ApiGatewayV2::DomainName ApiGateway::BasePathMapping ApiGatewayV2::ApiMapping',
  singleton:
    'ApiGateway::Account IAM::OIDCProvider IAM::SAMLProvider IAM::ServiceLinkedRole IAM::AccountAlias Glue::DataCatalogEncryptionSettings ' +
    'LakeFormation::DataLakeSettings LakeFormation::Resource LakeFormation::Permissions ECR::PullThroughCacheRule ECR::ReplicationConfiguration ' +
    'CloudTrail::Trail Config::ConfigRule GuardDuty::Detector SecurityHub::Hub Macie::Session InspectorV2::Filter AccessAnalyzer::Analyzer ' +
    'Detective::Graph Logs::ResourcePolicy Logs::AccountPolicy XRay::Group',
  'leaks a key': 'IAM::AccessKey KMS::ReplicaKey',
  'mails customers': 'SES::EmailIdentity SES::ReceiptRule Pinpoint::App SMSVOICE::Pool',
  'rotates production’s passwords': 'SecretsManager::RotationSchedule',
  'runs on production’s hosts': 'SSM::Association SSM::MaintenanceWindow SSM::MaintenanceWindowTask SSM::Document',
  'calls third parties': 'Events::Connection Events::ApiDestination Events::EventBusPolicy KafkaConnect::Connector',
  'ships logs': 'Logs::SubscriptionFilter Logs::MetricFilter Logs::Destination EC2::FlowLog',
  'probes production': 'Synthetics::Canary ApplicationInsights::Application',
  'copies production': 'Backup::BackupVault Backup::BackupPlan Backup::BackupSelection DLM::LifecyclePolicy Rbin::Rule',
  billing: 'Budgets::Budget CE::AnomalyMonitor CUR::ReportDefinition BCMDataExports::Export',
  'deploys to production':
    'CodePipeline::Pipeline CodeBuild::Project CodeDeploy::DeploymentGroup CodeConnections::Connection CodeStarConnections::Connection ' +
    'AppConfig::Deployment Amplify::App',
  'moves production’s data':
    'DMS::ReplicationTask DMS::ReplicationInstance DMS::Endpoint Transfer::Server Transfer::User AppFlow::Flow DataSync::Task',
  'costs by the hour': 'SageMaker::Endpoint SageMaker::NotebookInstance SageMaker::Domain',
  'costs a licence': 'QuickSight::Dashboard Connect::Instance WorkSpaces::Workspace DirectoryService::MicrosoftAD',
  organization: 'Organizations::Account SSO::Assignment ControlTower::EnabledControl RAM::ResourceShare ServiceCatalog::Portfolio',
  'guards itself': 'GlobalAccelerator::Accelerator NetworkFirewall::Firewall',
}

/** Types of which something is changed, kept or left out because of what is in them. */
export const changes: Readonly<Record<string, Case>> = { ...changesOfData, ...changesOfNetwork, ...changesOfCompute }
