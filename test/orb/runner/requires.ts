import { isMapping, type Value } from '../../../scripts/orb/types.ts'
import type { Variant } from './matrix.ts'

export const statuses = ['success', 'failed', 'canceled', 'unauthorized', 'not_run'] as const
/** How a job ended. */
export type Status = (typeof statuses)[number]

/** A job that another waits for, and the ends of it that let that one run. */
export interface Requirement {
  job: string
  accepts: readonly Status[]
}

/** `requires:` in every form: names, `{name: status}`, `{name: [statuses]}`; a matrix stands for all of its jobs. */
export function readRequires(written: Value | undefined, variants: readonly Variant[]): Requirement[] {
  return (Array.isArray(written) ? written : []).flatMap((item) => {
    const [name, accepted] = isMapping(item) ? (Object.entries(item)[0] ?? ['', null]) : [String(item), 'success']
    const accepts = readStatuses(accepted)
    const meant = variants.filter((variant) => variant.name === name || variant.alias === name)
    // A job that the filters left out never ends, so what requires it never runs.
    return meant.length === 0 ? [{ job: name, accepts }] : meant.map((variant) => ({ job: variant.name, accepts }))
  })
}

function readStatuses(accepted: Value): Status[] {
  return (Array.isArray(accepted) ? accepted : [accepted]).flatMap((name) => {
    if (name === 'terminal') return statuses
    const status = statuses.find((known) => known === name)
    if (status === undefined) throw new Error(`requires: there is no status ${String(name)}`)
    return [status]
  })
}
