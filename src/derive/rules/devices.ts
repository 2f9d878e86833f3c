import { changed, leftOut, type Rule } from '../decide/rule.ts'

/** IoT: production's devices talk to production alone. */
export const deviceRules: readonly Rule[] = [
  changed('topic-rule-disabled', 'disabled', 'it would do production’s work a second time', {
    'IoT::TopicRule': { set: { 'TopicRulePayload.RuleDisabled': true } },
  }),
  leftOut('device-left-out', 'it acts on production’s devices', [
    ...['IoT::DomainConfiguration', 'IoT::ProvisioningTemplate', 'IoT::CACertificate', 'IoT::JobTemplate', 'IoT::ScheduledAudit'],
    ...[
      'IoT::TopicRuleDestination',
      'IoT::EncryptionConfiguration',
      'IoTFleetWise::*',
      'IoTWireless::*',
      'IoTFleetHub::*',
      'IoTTwinMaker::*',
    ],
    ...['IoTSiteWise::*', 'IoTEvents::*', 'IoTCoreDeviceAdvisor::*', 'IoTManagedIntegrations::*', 'IoTAnalytics::Dataset'],
  ]),
]
