/** Types, or `Service::` for all of a service, that cost nothing while they stand there. Those with a pricer are asked first. */
const free: readonly string[] = [
  ...['IAM', 'CloudFormation', 'SSM', 'AutoScaling', 'ApplicationAutoScaling', 'CertificateManager', 'Events', 'Scheduler'],
  ...['ServiceDiscovery', 'ResourceGroups', 'LakeFormation', 'CodeDeploy', 'CodeStarConnections', 'ECS', 'Chatbot', 'RAM'],
  ...['Redshift::ClusterSubnetGroup', 'Redshift::ClusterParameterGroup', 'Redshift::ClusterSecurityGroup'],
  ...['RDS::DBSubnetGroup', 'RDS::DBParameterGroup', 'RDS::DBClusterParameterGroup', 'RDS::OptionGroup', 'RDS::DBSecurityGroup'],
  ...['RDS::EventSubscription', 'RDS::DBProxyTargetGroup', 'RDS::DBProxyEndpoint', 'RedshiftServerless::Namespace'],
  ...['DocDB::DBSubnetGroup', 'DocDB::DBClusterParameterGroup', 'Neptune::DBSubnetGroup', 'Neptune::DBParameterGroup'],
  ...['Neptune::DBClusterParameterGroup', 'ElastiCache::SubnetGroup', 'ElastiCache::ParameterGroup', 'ElastiCache::User'],
  ...['ElastiCache::UserGroup', 'MemoryDB::SubnetGroup', 'MemoryDB::ParameterGroup', 'MemoryDB::User', 'MemoryDB::ACL'],
  ...['EFS::MountTarget', 'EFS::AccessPoint', 'EKS::Addon', 'EKS::FargateProfile', 'EKS::AccessEntry', 'EKS::PodIdentityAssociation'],
  ...['ElasticLoadBalancingV2::Listener', 'ElasticLoadBalancingV2::ListenerRule', 'ElasticLoadBalancingV2::TargetGroup'],
  ...['ElasticLoadBalancingV2::ListenerCertificate', 'KMS::Alias', 'SecretsManager::SecretTargetAttachment'],
  ...['SecretsManager::ResourcePolicy', 'SecretsManager::RotationSchedule', 'WAFv2::WebACLAssociation', 'WAFv2::IPSet'],
  ...['WAFv2::RegexPatternSet', 'MSK::Configuration', 'AmazonMQ::Configuration', 'DMS::ReplicationSubnetGroup', 'DMS::Endpoint'],
  ...['Route53::HostedZone', 'Route53::RecordSet', 'Route53::RecordSetGroup'], // a zone that is deleted within 12 hours is not charged
  ...['VPC', 'Subnet', 'RouteTable', 'Route', 'SubnetRouteTableAssociation', 'SecurityGroup', 'SecurityGroupIngress'].map(ofEc2),
  ...['SecurityGroupEgress', 'InternetGateway', 'VPCGatewayAttachment', 'NetworkAcl', 'NetworkAclEntry', 'VPCCidrBlock'].map(ofEc2),
  ...['SubnetNetworkAclAssociation', 'SubnetCidrBlock', 'LaunchTemplate', 'NetworkInterface', 'NetworkInterfaceAttachment'].map(ofEc2),
  ...['EIPAssociation', 'VolumeAttachment', 'KeyPair', 'PlacementGroup', 'DHCPOptions', 'VPCDHCPOptionsAssociation'].map(ofEc2),
  ...['PrefixList', 'EgressOnlyInternetGateway', 'InstanceConnectEndpoint', 'GatewayRouteTableAssociation'].map(ofEc2),
]

/** Types that cost by what is done with them and stored in them, which nobody knows before. Others of their services are free. */
const byUse: ReadonlyMap<string, string> = new Map([
  ['S3::Bucket', 'what is stored and asked for'],
  ['S3Express::DirectoryBucket', 'what is stored and asked for'],
  ['ECR::Repository', 'what is stored'],
  ['EFS::FileSystem', 'what is stored'],
  ['Lambda::Function', 'its calls'],
  ['Serverless::Function', 'its calls'],
  ['SNS::Topic', 'its messages'],
  ['SQS::Queue', 'its messages'],
  ['Pipes::Pipe', 'its messages'],
  ['Logs::LogGroup', 'what is written to it'],
  ['ApiGateway::RestApi', 'its calls'],
  ['ApiGatewayV2::Api', 'its calls'],
  ['AppSync::GraphQLApi', 'its calls'],
  ['StepFunctions::StateMachine', 'its transitions'],
  ['DynamoDB::GlobalTable', 'its storage and requests'],
  ['KinesisFirehose::DeliveryStream', 'what is sent through it'],
  ['Athena::WorkGroup', 'what queries read'],
  ['Glue::Job', 'its runs'],
  ['Glue::Crawler', 'its runs'],
  ['Cognito::UserPool', 'its users'],
  ['Batch::ComputeEnvironment', 'its jobs'],
  ['CodeBuild::Project', 'its runs'],
  ['CodeCommit::Repository', 'its users'],
  ['CloudFront::Distribution', 'its requests'],
  ['IoT::TopicRule', 'its messages'],
  ['AppRunner::Service', 'its requests'],
])

const freeServices = new Set([...byUse.keys()].map((type) => type.split('::')[0] ?? ''))
const freeTypes = new Set(free)

/** Whether a type costs nothing by itself. */
export function isFree(type: string): boolean {
  const [, service = '', name = ''] = type.split('::')
  return type.startsWith('AWS::') && (freeServices.has(service) || freeTypes.has(service) || freeTypes.has(`${service}::${name}`))
}

/** What a type that is paid by use is paid for; undefined for others. */
export function usageOf(type: string): string | undefined {
  return type.startsWith('AWS::') ? byUse.get(type.slice('AWS::'.length)) : undefined
}

function ofEc2(name: string): string {
  return `EC2::${name}`
}
