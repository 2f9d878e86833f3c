import type { JsonValue } from '../../production/json.ts'
import { entriesOf, isMap, keepEntries } from '../decide/edit.ts'
import { changed, leftOut, type Outcome, type Rule, type RuleContext, type Subject } from '../decide/rule.ts'

const plain: Readonly<Record<string, string>> = { HTTPS: 'HTTP', TLS: 'TCP', SSL: 'TCP' }
const offAttributes = new Set([
  ...['deletion_protection.enabled', 'access_logs.s3.enabled', 'connection_logs.s3.enabled', 'health_check_logs.s3.enabled'],
])

/** Load balancers inside the network, which speak without production's certificates. */
export const loadBalancerRules: readonly Rule[] = [
  leftOut('listener-certificate-left-out', 'the certificate is for production’s names', ['ElasticLoadBalancingV2::ListenerCertificate']),
  { name: 'balancer-internal', types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'], decide: internal },
  changed('balancer-internal', 'disabled', 'it is reached from inside the replica’s network alone, and logs nothing', {
    'ElasticLoadBalancing::LoadBalancer': { set: { Scheme: 'internal' }, unset: ['AccessLoggingPolicy'] },
  }),
  {
    name: 'balancer-unguarded',
    types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
    decide: () => ({
      kind: 'disabled',
      reason: 'nothing keeps it from being deleted, and it logs nothing',
      unset: ['MinimumLoadBalancerCapacity'],
      edit: {
        LoadBalancerAttributes: (value) => keepEntries(value, (each) => !isLogPlace(each)),
        'LoadBalancerAttributes.*': offAttribute,
      },
    }),
  },
  {
    name: 'listener-without-certificate',
    types: ['AWS::ElasticLoadBalancingV2::Listener'],
    decide: (subject, context) => (needsCertificate(subject, context) ? withoutCertificate(subject, context) : undefined),
  },
  {
    name: 'redirect-without-certificate',
    types: ['AWS::ElasticLoadBalancingV2::Listener', 'AWS::ElasticLoadBalancingV2::ListenerRule'],
    decide: () => ({
      kind: 'disabled',
      reason: 'it redirects to a listener without a certificate, and asks nobody to sign in',
      edit: {
        DefaultActions: withoutSignIn,
        Actions: withoutSignIn,
        'DefaultActions.*.RedirectConfig': redirected,
        'Actions.*.RedirectConfig': redirected,
      },
    }),
  },
  {
    name: 'listener-without-certificate',
    types: ['AWS::ElasticLoadBalancing::LoadBalancer'],
    decide: (_, context) => ({
      kind: 'disabled',
      reason: 'the certificate is for production’s names, so it listens without',
      edit: { 'Listeners.*': (listener) => plainListener(listener, context) },
    }),
  },
]

function internal({ Properties }: Subject, { foldText }: RuleContext): Outcome | undefined {
  if (foldText(Properties.Type) === 'gateway') return undefined
  return {
    kind: 'disabled',
    reason: 'it is reached from inside the replica’s network alone',
    set: { Scheme: 'internal' },
    unset: ['SubnetMappings.*.AllocationId', 'SubnetMappings.*.PrivateIPv4Address', 'SubnetMappings.*.IPv6Address'],
    edit: { IpAddressType: (type) => (foldText(type) === 'dualstack-without-public-ipv4' ? 'dualstack' : type) },
  }
}

/** Where logs go says nothing once they are off. */
function isLogPlace(attribute: JsonValue): boolean {
  return isMap(attribute) && /_logs\.s3\.(bucket|prefix)$/.test(String(attribute.Key))
}

function offAttribute(attribute: JsonValue | undefined): JsonValue | undefined {
  const isOff = isMap(attribute) && offAttributes.has(String(attribute.Key)) && String(attribute.Value) !== 'false'
  return isOff ? { ...attribute, Value: 'false' } : attribute
}

/** Certificates are production's, unless replica.yml allows each by its ARN. */
function needsCertificate({ Properties }: Subject, { foldText, isAllowed }: RuleContext): boolean {
  const certificates = entriesOf(Properties.Certificates).filter(isMap)
  const isSecure = Object.hasOwn(plain, foldText(Properties.Protocol) ?? '') || Properties.Certificates !== undefined
  return isSecure && !(certificates.length > 0 && certificates.every((each) => isAllowed(each.CertificateArn)))
}

function withoutCertificate({ Properties }: Subject, { foldText }: RuleContext): Outcome {
  const protocol = foldText(Properties.Protocol) ?? 'HTTPS'
  return {
    kind: 'disabled',
    reason: 'the certificate is for production’s names, so it listens without',
    set: { Protocol: plain[protocol] ?? protocol },
    unset: ['Certificates', 'SslPolicy', 'AlpnPolicy', 'MutualAuthentication'],
  }
}

/** Only a listener with a certificate can send people to sign in. */
function withoutSignIn(actions: JsonValue | undefined): JsonValue | undefined {
  return keepEntries(actions, (each) => !isMap(each) || !String(each.Type).startsWith('authenticate-')) ?? actions
}

function redirected(config: JsonValue | undefined): JsonValue | undefined {
  if (!isMap(config) || config.Protocol !== 'HTTPS') return config
  return { Port: '443', ...config, Protocol: 'HTTP' }
}

function plainListener(listener: JsonValue | undefined, { foldText, isAllowed }: RuleContext): JsonValue | undefined {
  if (!isMap(listener)) return listener
  const { SSLCertificateId, PolicyNames: _, ...rest } = listener
  const [outer, inner] = [listener.Protocol, listener.InstanceProtocol].map((each) => foldText(each)?.toUpperCase() ?? '')
  const isSecure = SSLCertificateId !== undefined || Object.hasOwn(plain, outer ?? '')
  if (!isSecure || isAllowed(SSLCertificateId ?? null)) return listener
  const changedInner = Object.hasOwn(plain, inner ?? '') ? {} : { InstanceProtocol: listener.InstanceProtocol }
  const kept = listener.InstanceProtocol === undefined ? rest : { ...rest, ...changedInner }
  return { ...kept, Protocol: plain[outer ?? ''] ?? listener.Protocol ?? 'HTTP' } as JsonValue
}
