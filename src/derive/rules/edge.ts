import { changed, leftOut, type Rule } from '../decide/rule.ts'

/** What the internet sees: CloudFront, API Gateway’s names, Amplify, App Runner. */
export const edgeRules: readonly Rule[] = [
  leftOut('edge-left-out', 'its names belong to production, and it takes up to 15 minutes to come and go', [
    ...['CloudFront::Distribution*', 'CloudFront::StreamingDistribution', 'CloudFront::MonitoringSubscription', 'CloudFront::Connection*'],
    ...['CloudFront::ContinuousDeploymentPolicy', 'CloudFront::RealtimeLogConfig', 'CloudFront::AnycastIpList', 'CloudFront::VpcOrigin'],
    ...['CloudFront::TrustStore', 'Amplify::*', 'AmplifyUIBuilder::*', 'IVS*', 'Media*', 'ElementalInference::*'],
  ]),
  leftOut('api-name-left-out', 'the name belongs to production: the replica answers at its own execute-api address', [
    ...['ApiGateway::DomainName*', 'ApiGatewayV2::DomainName', 'ApiGateway::BasePathMapping*', 'ApiGatewayV2::ApiMapping'],
    ...['ApiGatewayV2::RoutingRule', 'AppSync::DomainName*', 'ApiGatewayV2::Portal*', 'ApiGatewayV2::Product*'],
  ]),
  leftOut('api-account-left-out', 'an account has one of it: a second would replace production’s, and deleting it would turn that off', [
    ...['ApiGateway::Account'],
  ]),
  changed('api-key-own', 'disabled', 'it gets a value of its own', { 'ApiGateway::ApiKey': { unset: ['Value', 'CustomerId'] } }),
  changed('api-uncached', 'shrunk', 'no cache, which is paid by the hour', {
    'ApiGateway::Stage': { replace: { CacheClusterEnabled: false }, unset: ['CacheClusterSize', 'CanarySetting'] },
  }),
  changed('web-service-of-one', 'shrunk', 'one instance, reached from inside the network alone', {
    'AppRunner::AutoScalingConfiguration': { replace: { MinSize: 1, MaxSize: 1 } },
    'AppRunner::Service': { replace: { 'SourceConfiguration.AutoDeploymentsEnabled': false } },
    'ElasticBeanstalk::Environment': { unset: ['CNAMEPrefix'] },
  }),
]
