import type { Spec } from '../../spec/types.ts'
import type { IntegratePorts } from '../ports.ts'
import type { Finding, PipelineResult, SchemaChange } from '../types.ts'
import { acceptFindings } from './accept.ts'
import { placeAcceptances } from './accept-places.ts'
import { withRemedies } from './remedies.ts'
import { sortFindings } from './status.ts'

/**
 * Marks what is accepted, says what to do about the rest, and puts the worst first. Without `isAll` there are pipelines that
 * these are not the findings of, and an entry of `accept` that accepts nothing may be meant for those.
 */
export async function judgeFindings(
  findings: readonly Finding[],
  pipelines: readonly PipelineResult[],
  schema: readonly SchemaChange[],
  spec: Spec,
  ports: Pick<IntegratePorts, 'clock' | 'files'>,
  isAll = true,
): Promise<Finding[]> {
  const today = ports.clock.now().toISOString().slice(0, 10)
  const text = spec.accept.length === 0 ? '' : ((await ports.files.readText(spec.path)) ?? '')
  const complete = isAll && pipelines.every(({ status }) => ['passed', 'changed', 'broken'].includes(status))
  const accepted = acceptFindings(findings, placeAcceptances(spec.accept, spec.path, text), today, complete)
  return sortFindings(withRemedies(accepted, schema, today))
}
