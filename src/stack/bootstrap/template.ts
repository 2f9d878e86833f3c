import type { RolePolicies } from '../../derive/policy/types.ts'
import type { Template } from '../../production/types.ts'
import { corePart } from './core.ts'
import { rolesPart } from './roles.ts'
import type { CircleCi } from './trust.ts'

/** What bootstrap makes for CI: its roles, with what they may do. */
export interface CiRoles {
  ci: CircleCi
  policies: RolePolicies
}

/** The template of the one stack that replicas need once an account and region; without `ci`, without roles for CI. */
export function bootstrapTemplate(roles?: CiRoles): Template {
  const core = corePart()
  const more = roles === undefined ? { Resources: {}, Outputs: {} } : rolesPart(roles.ci, roles.policies)
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'What the replicas of prod-replica need once an account and region. Made by prod-replica bootstrap.',
    Resources: { ...core.Resources, ...more.Resources },
    Outputs: { ...core.Outputs, ...more.Outputs },
  }
}
