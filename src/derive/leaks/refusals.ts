import type { Plan, PlannedNested } from '../types.ts'

/** A resource that may not be part of a replica, unless the team allows it. */
export interface Refusal {
  /** Of production. */
  stack: string
  logicalId: string
  type: string
  reason: string
}

/** Every refused resource of a plan, also in nested stacks. */
export function refusalsIn(plan: Pick<Plan, 'stacks'>): Refusal[] {
  return plan.stacks.flatMap(refusalsOf)
}

function refusalsOf({ production, decisions, nested }: Pick<PlannedNested, 'production' | 'decisions' | 'nested'>): Refusal[] {
  const refused = decisions.filter(({ kind }) => kind === 'refused')
  const own = refused.map(({ logicalId, type, reasons }) => {
    return { stack: production, logicalId, type, reason: reasons.map(({ reason }) => reason).join('; ') }
  })
  return [...own, ...Object.values(nested).flatMap(refusalsOf)]
}
