import type { World } from './types.ts'

/** Whether a resource is still becoming available, after express mode called it complete. */
export function isBecomingAvailable(type: string, physicalId: string, { state, clock }: World): boolean {
  const found = state.table<{ untilMs: number }>('becoming-available').get(`${type} ${physicalId}`)
  return found !== undefined && found.untilMs > clock.now().getTime()
}
