import type { Decision, DecisionKind } from '../../derive/types.ts'
import { cleanLine } from '../clean.ts'
import { shortType } from '../plan/decisions.ts'
import type { DecisionGroup, PictureResource, PictureStack, PlanRecord } from '../types.ts'

const groups: readonly DecisionGroup[] = ['refused', 'changed', 'left out', 'shared', 'added', 'kept']
const groupOf: Readonly<Record<DecisionKind, DecisionGroup>> = {
  refused: 'refused',
  restored: 'changed',
  renamed: 'changed',
  shrunk: 'changed',
  disabled: 'changed',
  stubbed: 'changed',
  dropped: 'left out',
  shared: 'shared',
  added: 'added',
  kept: 'kept',
}

/** What became of production's resources, stack by stack; none where no plan was kept. */
export function summarizePicture(plan: PlanRecord | undefined): PictureStack[] {
  return (plan?.stacks ?? []).map(({ name, decisions }) => ({
    name: cleanLine(name, 128),
    groups: groups
      .map((group) => ({ group, resources: decisions.filter(({ kind }) => groupOf[kind] === group).map(summarizeDecision) }))
      .filter(({ resources }) => resources.length > 0),
  }))
}

function summarizeDecision({ logicalId, type, kind, reasons }: Decision): PictureResource {
  return {
    logicalId: cleanLine(logicalId, 100),
    type: shortType(type),
    word: kind === 'dropped' ? 'left out' : kind,
    reasons: reasons.filter(({ rule }) => rule !== 'kept').map(({ reason }) => cleanLine(reason)),
  }
}
