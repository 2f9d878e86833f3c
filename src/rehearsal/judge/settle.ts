import type { Spec } from '../../spec/types.ts'
import type { IntegratePorts } from '../ports.ts'
import type { Finding, PipelineResult, Verdict } from '../types.ts'
import { acceptFindings } from './accept.ts'
import { placeAcceptances } from './accept-places.ts'
import { withRemedies } from './remedies.ts'
import { sortFindings } from './status.ts'

/**
 * Marks what is accepted, says what to do about the rest, and puts the worst first. `isAll` says that these are the
 * findings of all pipelines of replica.yml: then an entry of `accept` that accepts none of them is a finding itself.
 */
export async function settleFindings(
  findings: readonly Finding[],
  { pipelines, schema }: Pick<Verdict, 'pipelines' | 'schema'>,
  spec: Spec,
  { clock, files }: Pick<IntegratePorts, 'clock' | 'files'>,
  isAll: boolean,
): Promise<Finding[]> {
  const today = clock.now().toISOString().slice(0, 10)
  const text = spec.accept.length === 0 ? '' : ((await files.readText(spec.path)) ?? '')
  const accepted = acceptFindings(findings, placeAcceptances(spec.accept, spec.path, text), today, isAll && pipelines.every(isJudged))
  return sortFindings(withRemedies(accepted, schema, today))
}

function isJudged({ status }: PipelineResult): boolean {
  return ['passed', 'changed', 'broken'].includes(status)
}
