import { leftOut, type Rule } from '../decide/rule.ts'

/** What an account, a region or an organization has one of, or pays a licence for. */
export const accountWideRules: readonly Rule[] = [
  leftOut('singleton-left-out', 'an account has one of it: a second would replace production’s, and deleting it would turn that off', [
    ...['CloudTrail::*', 'Config::*', 'GuardDuty::*', 'SecurityHub::*', 'SecurityLake::*', 'Macie::*', 'Inspector*', 'AccessAnalyzer::*'],
    ...['Detective::*', 'AuditManager::*', 'FMS::*', 'Shield::*', 'SupportApp::*', 'ResourceExplorer2::*', 'XRay::*', 'DevOpsGuru::*'],
    ...['EC2::VPCBlockPublicAccess*', 'EC2::SnapshotBlockPublicAccess', 'EC2::CapacityManager*', 'IoT::AccountAuditConfiguration'],
    ...['IoT::Logging', 'ObservabilityAdmin::*', 'ComputeOptimizer::*', 'ApplicationSignals::*', 'Oam::*'],
  ]),
  leftOut('billing-left-out', 'it concerns the bill of the whole account', [
    'Budgets::*',
    'CE::*',
    'CUR::*',
    'BCM*',
    'Billing*',
    'Invoicing::*',
  ]),
  leftOut('organization-left-out', 'it acts on the whole organization', [
    ...[
      'Organizations::*',
      'SSO::*',
      'IdentityStore::*',
      'ControlTower::*',
      'RAM::*',
      'ServiceCatalog*',
      'LicenseManager*',
      'Notifications*',
    ],
    ...['Chatbot::*', 'ResourceGroups::*', 'WellArchitected::*', 'ResilienceHub*', 'SSMIncidents::*', 'SSMContacts::*', 'SSMQuickSetup::*'],
    ...['RolesAnywhere::*'],
  ]),
  leftOut('licensed-left-out', 'it costs a licence or takes half an hour to come, and real people work with it', [
    ...[
      'QuickSight::*',
      'Connect*',
      'WorkSpaces*',
      'WorkspacesInstances::*',
      'DevOpsAgent::*',
      'DirectoryService::*',
      'AppStream::*',
      'Cases::*',
      'CustomerProfiles::*',
      'Wisdom::*',
    ],
    ...['QBusiness::*', 'Cloud9::*', 'Grafana::*', 'ManagedBlockchain::*', 'EVS::*', 'ODB::*', 'M2::*', 'Outposts::*', 'GroundStation::*'],
    ...['RoboMaker::*', 'GameLift::*', 'Deadline::*', 'PCS::*', 'FIS::*', 'Lightsail::*', 'OpsWorks*', 'NimbleStudio::*', 'Chime::*'],
  ]),
]
