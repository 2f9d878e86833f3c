import { isMap, keepEntries } from '../decide/edit.ts'
import { leftOut, type Rule } from '../decide/rule.ts'
import { referencesOf } from '../references.ts'

/** Names that production answers to are not the replica's. */
export const dnsRules: readonly Rule[] = [
  leftOut('dns-left-out', 'a DNS record or health check would answer for production’s names', [
    ...['Route53::HealthCheck', 'Route53::DNSSEC', 'Route53::KeySigningKey', 'Route53Recovery*', 'ARCZonalShift::*', 'ARCRegionSwitch::*'],
    ...['Route53Profiles::*', 'ServiceDiscovery::PublicDnsNamespace'],
  ]),
  leftOut('certificate-left-out', 'it is for production’s names, and waits for hours until they are proven', [
    ...['CertificateManager::*', 'ACMPCA::*', 'PCAConnector*'],
  ]),
  {
    name: 'public-zone-left-out',
    types: ['AWS::Route53::HostedZone'],
    decide: ({ Properties }, { isInReplica }) => {
      const isKept = (each: unknown) => isMap(each as never) && isInReplica((each as Record<string, never>).VPCId)
      const own = keepEntries(Properties.VPCs, isKept)
      if (own === undefined) return { kind: 'dropped', reason: 'a public zone of production’s name, or one of production’s own network' }
      return { kind: 'disabled', reason: 'it is seen from the replica’s network alone', set: { VPCs: own }, unset: ['QueryLoggingConfig'] }
    },
  },
  {
    name: 'dns-left-out',
    types: ['AWS::Route53::RecordSet', 'AWS::Route53::RecordSetGroup'],
    decide: ({ Properties }, { facts }) => {
      const zones = [...referencesOf(Properties.HostedZoneId)].map((id) => facts.resource(id)?.Type)
      if (!zones.includes('AWS::Route53::HostedZone')) {
        return { kind: 'dropped', reason: 'a DNS record or health check would answer for production’s names' }
      }
      return { kind: 'disabled', reason: 'nobody checks its health', unset: ['HealthCheckId', 'RecordSets.*.HealthCheckId'] }
    },
  },
]
