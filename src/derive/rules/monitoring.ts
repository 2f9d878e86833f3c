import { changed, leftOut, type Rule } from '../decide/rule.ts'

/** A replica wakes nobody, watches nothing of production's and sends its logs nowhere. */
export const monitoringRules: readonly Rule[] = [
  changed('alarm-silenced', 'disabled', 'it would wake the people on call', {
    'CloudWatch::Alarm': { set: { ActionsEnabled: false }, unset: ['AlarmActions', 'OKActions', 'InsufficientDataActions'] },
    'CloudWatch::CompositeAlarm': {
      set: { ActionsEnabled: false },
      unset: [
        'AlarmActions',
        'OKActions',
        'InsufficientDataActions',
        'ActionsSuppressor',
        'ActionsSuppressorExtensionPeriod',
        'ActionsSuppressorWaitPeriod',
      ],
    },
  }),
  leftOut('watch-left-out', 'it looks at production, and costs by itself', [
    ...['Synthetics::*', 'ApplicationInsights::*', 'RUM::*', 'InternetMonitor::*', 'CloudWatch::MetricStream', 'CloudWatch::InsightRule'],
    ...[
      'CloudWatch::LogAlarm',
      'CloudWatch::AlarmMuteRule',
      'CloudWatch::ResourceMetricsConfiguration',
      'NetworkFlowMonitor::*',
      'Evidently::*',
    ],
    ...['CodeGuruProfiler::*', 'CodeGuruReviewer::*', 'LookoutMetrics::*', 'AIOps::*', 'APS::Scraper', 'APS::AnomalyDetector', 'PI::*'],
  ]),
  leftOut('log-shipping-left-out', 'it sends logs to production’s systems, or an account has few of it', [
    ...['Logs::SubscriptionFilter', 'Logs::MetricFilter', 'Logs::Destination', 'Logs::ResourcePolicy', 'Logs::AccountPolicy'],
    ...['Logs::Delivery*', 'Logs::Integration', 'Logs::LogAnomalyDetector', 'Logs::Transformer'],
  ]),
  changed('log-short-lived', 'shrunk', 'what it holds is kept for a day, and it can be deleted', {
    'Logs::LogGroup': { set: { RetentionInDays: 1 }, replace: { DeletionProtectionEnabled: false } },
  }),
  leftOut('firewall-log-left-out', 'it would write production’s logs', ['WAFv2::LoggingConfiguration']),
]
