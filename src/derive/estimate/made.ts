import { fold, type Scope } from '../../production/fold.ts'
import type { Template } from '../../production/types.ts'
import type { Plan, PlannedStack } from '../types.ts'

/** The resources of a planned stack that will be made: those whose condition is false are left out. */
export function resourcesMade(stack: PlannedStack, plan: Pick<Plan, 'region' | 'account'>): Template['Resources'] {
  const scope = replicaScope(stack, plan)
  const made = Object.entries(stack.template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || fold({ Condition }, scope) !== false,
  )
  return Object.fromEntries(made)
}

/** Works out a derived template's expressions as they will be in the replica, as far as that is known before. */
export function replicaScope(stack: PlannedStack, { region, account }: Pick<Plan, 'region' | 'account'>): Scope {
  const pseudo = { 'AWS::Region': region, 'AWS::AccountId': account, 'AWS::StackName': stack.name }
  return { template: stack.template, parameters: stack.parameters, pseudo, depth: 0 }
}
