import { leftOut, type Rule } from '../decide/rule.ts'

/** Systems Manager: what acts on hosts by their tags. */
export const fleetRules: readonly Rule[] = [
  leftOut('fleet-left-out', 'it finds its targets by tags, which may be production’s hosts', [
    ...[
      'SSM::Association',
      'SSM::MaintenanceWindow*',
      'SSM::PatchBaseline',
      'SSM::Document',
      'SSM::ResourceDataSync',
      'SSM::ResourcePolicy',
    ],
  ]),
]
