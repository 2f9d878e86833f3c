import type { Case } from './table.ts'

const reference = (id: string) => ({ Ref: id })
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b'

/** Networks, load balancers, names, identities and what the internet sees. */
export const changesOfNetwork: Readonly<Record<string, Case>> = {
  'keeps a network': { type: 'EC2::VPC', before: { CidrBlock: '10.0.0.0/16' }, kind: 'kept' },
  'keeps a NAT gateway': {
    type: 'EC2::NatGateway',
    before: { SubnetId: reference('Subnet'), AllocationId: 'eipalloc-0a1b2c3d' },
    kind: 'kept',
  },
  'moves no address of production': {
    type: 'EC2::EIPAssociation',
    before: { AllocationId: 'eipalloc-0a1b2c3d4e5f60718', NetworkInterfaceId: 'eni-1' },
    kind: 'dropped',
    danger: 'eipalloc',
  },
  'puts no rule into a foreign security group': {
    type: 'EC2::SecurityGroupIngress',
    before: { GroupId: 'sg-0000000000000000a', CidrIp: '10.0.0.0/8' },
    kind: 'dropped',
    danger: 'sg-0',
  },
  'puts a rule into a group that is known by its id': {
    type: 'EC2::SecurityGroupIngress',
    before: { GroupId: 'sg-0a1b2c3d4e5f60718', CidrIp: '10.0.0.0/8' },
    kind: 'kept',
  },
  'lets no foreign hosts in': {
    type: 'EC2::SecurityGroup',
    before: {
      SecurityGroupIngress: [
        { SourceSecurityGroupId: 'sg-0000000000000000a' },
        { SourcePrefixListId: 'pl-3b927c52' },
        { SourceSecurityGroupName: 'x', SourceSecurityGroupOwnerId: '999999999999' },
        { CidrIp: '0.0.0.0/1' },
        { CidrIpv6: '2000::/3' },
        { SourceSecurityGroupId: reference('Group') },
      ],
    },
    kind: 'disabled',
    after: { SecurityGroupIngress: [{ SourceSecurityGroupId: reference('Group') }] },
    danger: 'sg-0000000000000000a',
  },
  'changes no foreign route table': {
    type: 'EC2::Route',
    before: { RouteTableId: 'rtb-0a1b2c3d4e5f60718', DestinationCidrBlock: '0.0.0.0/0', GatewayId: reference('Gateway') },
    kind: 'dropped',
    danger: 'rtb-',
  },
  'leads to no foreign gateway': {
    type: 'EC2::Route',
    before: { RouteTableId: reference('Table'), TransitGatewayId: 'tgw-0a1b2c3d' },
    kind: 'dropped',
    danger: 'tgw-',
  },
  'leads out by the replica’s own gateway': {
    type: 'EC2::Route',
    before: { RouteTableId: reference('Table'), GatewayId: reference('Gateway') },
    kind: 'kept',
  },
  'writes into no foreign network ACL': {
    type: 'EC2::NetworkAclEntry',
    before: { NetworkAclId: 'acl-1', CidrBlock: '10.0.0.0/8' },
    kind: 'dropped',
  },
  'takes a shared network’s private names from nobody': {
    type: 'EC2::VPCEndpoint',
    before: { VpcId: 'vpc-00000000000000000', PrivateDnsEnabled: true, RouteTableIds: [reference('Table'), 'rtb-1'] },
    kind: 'disabled',
    after: { PrivateDnsEnabled: false, RouteTableIds: [reference('Table')] },
  },
  'gives an interface an address of its own': {
    type: 'EC2::NetworkInterface',
    before: { SubnetId: reference('Subnet'), PrivateIpAddress: '10.0.0.7' },
    kind: 'disabled',
    danger: '10.0.0.7',
  },
  'keeps a private zone to the replica’s network': {
    type: 'Route53::HostedZone',
    before: {
      Name: 'shop.internal',
      VPCs: [
        { VPCId: 'vpc-00000000000000000', VPCRegion: 'us-east-1' },
        { VPCId: reference('Vpc'), VPCRegion: 'us-east-1' },
      ],
    },
    kind: 'disabled',
    after: { VPCs: [{ VPCId: reference('Vpc'), VPCRegion: 'us-east-1' }] },
  },
  'takes no traffic by a weighted record': {
    type: 'Route53::RecordSet',
    before: { HostedZoneName: 'shop.example.', Name: 'www.shop.example', SetIdentifier: 'two', Weight: 50 },
    kind: 'dropped',
  },
  'hides a load balancer, lets it be deleted and log nothing': {
    type: 'ElasticLoadBalancingV2::LoadBalancer',
    before: {
      Scheme: 'internet-facing',
      LoadBalancerAttributes: [
        { Key: 'deletion_protection.enabled', Value: 'true' },
        { Key: 'access_logs.s3.enabled', Value: 'true' },
        { Key: 'access_logs.s3.bucket', Value: 'production-logs' },
        { Key: 'idle_timeout.timeout_seconds', Value: '60' },
      ],
    },
    kind: 'disabled',
    after: {
      Scheme: 'internal',
      LoadBalancerAttributes: [
        { Key: 'deletion_protection.enabled', Value: 'false' },
        { Key: 'access_logs.s3.enabled', Value: 'false' },
        { Key: 'idle_timeout.timeout_seconds', Value: '60' },
      ],
    },
    danger: 'production-logs',
  },
  'hides a classic load balancer, without its certificate': {
    type: 'ElasticLoadBalancing::LoadBalancer',
    before: {
      Listeners: [{ LoadBalancerPort: '443', InstancePort: '80', Protocol: 'HTTPS', SSLCertificateId: certificate, PolicyNames: ['tls'] }],
      Instances: ['i-0a1b2c3d4e5f60718'],
      AccessLoggingPolicy: { Enabled: true, S3BucketName: 'production-logs' },
    },
    kind: 'disabled',
    after: { Scheme: 'internal', Listeners: [{ LoadBalancerPort: '443', InstancePort: '80', Protocol: 'HTTP' }] },
    gone: ['Instances', 'AccessLoggingPolicy'],
    danger: certificate,
  },
  'listens without production’s certificate': {
    type: 'ElasticLoadBalancingV2::Listener',
    before: {
      LoadBalancerArn: reference('Balancer'),
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-2016-08',
      Certificates: [{ CertificateArn: certificate }],
      DefaultActions: [
        { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: { ClientSecret: 'hunter22' } },
        { Type: 'forward', Order: 2, TargetGroupArn: reference('Targets') },
      ],
    },
    kind: 'disabled',
    after: { Protocol: 'HTTP', Port: 443, DefaultActions: [{ Type: 'forward', Order: 2, TargetGroupArn: reference('Targets') }] },
    gone: ['Certificates', 'SslPolicy'],
    danger: 'hunter22',
  },
  'redirects to the listener as it is now': {
    type: 'ElasticLoadBalancingV2::Listener',
    before: {
      LoadBalancerArn: reference('Balancer'),
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }],
    },
    kind: 'disabled',
    after: { 'DefaultActions.0.RedirectConfig': { Port: '443', Protocol: 'HTTP', StatusCode: 'HTTP_301' } },
  },
  'writes no rule into production’s load balancer': {
    type: 'ElasticLoadBalancingV2::ListenerRule',
    before: { ListenerArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/prod/1/2', Priority: 1 },
    kind: 'dropped',
    danger: 'listener/app/prod',
  },
  'puts no certificate on a listener': {
    type: 'ElasticLoadBalancingV2::ListenerCertificate',
    before: { ListenerArn: 'arn:x' },
    kind: 'dropped',
  },
  'takes production’s hosts out of a target group': {
    type: 'ElasticLoadBalancingV2::TargetGroup',
    before: { Targets: [{ Id: 'i-0a1b2c3d4e5f60718' }], Port: 80 },
    kind: 'disabled',
    gone: ['Targets'],
  },
  'puts no firewall before a foreign load balancer': {
    type: 'WAFv2::WebACLAssociation',
    before: { ResourceArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/prod/1', WebACLArn: 'arn:y' },
    kind: 'dropped',
  },
  'keeps a web ACL': { type: 'WAFv2::WebACL', before: { Scope: 'REGIONAL', DefaultAction: { Allow: {} } }, kind: 'kept' },
  'keeps CloudFront’s functions': { type: 'CloudFront::Function', before: { Name: 'f', FunctionCode: 'x' }, kind: 'kept' },
  'gives an API key a value of its own': {
    type: 'ApiGateway::ApiKey',
    before: { Value: 'production-key-value-1' },
    kind: 'disabled',
    danger: 'production-key',
  },
  'adds no method to a foreign API': {
    type: 'ApiGateway::Method',
    before: { RestApiId: 'a1b2c3', ResourceId: 'x', HttpMethod: 'GET' },
    kind: 'dropped',
  },
  'lets a user pool be deleted and write to nobody': {
    type: 'Cognito::UserPool',
    before: {
      DeletionProtection: 'ACTIVE',
      MfaConfiguration: 'ON',
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
      EmailConfiguration: { From: 'shop@shop.example' },
    },
    kind: 'disabled',
    after: { DeletionProtection: 'INACTIVE', MfaConfiguration: 'OFF' },
    gone: ['SmsConfiguration', 'EmailConfiguration'],
    danger: 'shop.example',
  },
  'claims no sign-in name': {
    type: 'Cognito::UserPoolDomain',
    before: { UserPoolId: reference('Role'), Domain: 'login.shop.example', CustomDomainConfig: { CertificateArn: certificate } },
    kind: 'dropped',
    danger: 'login.shop.example',
  },
  'keeps roles': { type: 'IAM::Role', before: { AssumeRolePolicyDocument: { Statement: [] } }, kind: 'kept' },
  'lets not everybody take a role': {
    type: 'IAM::Role',
    before: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: ['*'] }, Action: 'sts:AssumeRole' }] } },
    kind: 'disabled',
    danger: '"*"',
  },
  'gives no policy to a foreign role': {
    type: 'IAM::Policy',
    before: { PolicyName: 'p', Roles: ['production-role'], PolicyDocument: {} },
    kind: 'dropped',
  },
  'gives a managed policy to roles of the replica alone': {
    type: 'IAM::ManagedPolicy',
    before: { Roles: ['production-role', reference('Role')], PolicyDocument: {} },
    kind: 'disabled',
    after: { Roles: [reference('Role')] },
    danger: 'production-role',
  },
  'puts no foreign role into a profile': { type: 'IAM::InstanceProfile', before: { Roles: ['production-role'] }, kind: 'dropped' },
  'puts no user into a foreign group': { type: 'IAM::UserToGroupAddition', before: { GroupName: 'admins', Users: ['x'] }, kind: 'dropped' },
  'lets nobody sign in as a user': {
    type: 'IAM::User',
    before: { LoginProfile: { Password: 'hunter22' } },
    kind: 'disabled',
    danger: 'hunter22',
  },
  'keeps a key for the shortest time': {
    type: 'KMS::Key',
    before: { PendingWindowInDays: 30 },
    kind: 'shrunk',
    after: { PendingWindowInDays: 7 },
  },
  'gives no new name to a foreign key': {
    type: 'KMS::Alias',
    before: { AliasName: 'alias/a', TargetKeyId: 'arn:aws:kms:us-east-1:123456789012:key/1' },
    kind: 'dropped',
  },
  'keeps an alias of a key of the replica': {
    type: 'KMS::Alias',
    before: { AliasName: 'alias/a', TargetKeyId: arn('Role') },
    kind: 'kept',
  },
}
