import { fail } from '../../errors.ts'
import type { StackPorts } from '../ports.ts'
import { stagingPrefix } from '../staging.ts'

/** What CreateStack takes in the call itself. */
const inlineLimitBytes = 51_200

/**
 * Puts a template that is too large for the call into the staging bucket. Throws `stack.template_too_large` where there
 * is none. The bucket's lifecycle rule removes what is staged.
 */
export async function stageTemplate(
  staged: { planned: { name: string }; replicaId: string; template: string; digest: string; stagingBucket?: string },
  { cloud, budget, signal }: StackPorts,
): Promise<{ templateUrl?: string }> {
  const { planned, template, stagingBucket } = staged
  const bytes = new TextEncoder().encode(template).length
  if (bytes <= inlineLimitBytes) return {}
  if (stagingBucket === undefined) throw fail('stack.template_too_large', { stack: planned.name, bytes, limit: inlineLimitBytes })
  const key = `${stagingPrefix(staged.replicaId)}${planned.name}-${staged.digest}.json`
  await budget.call(() => cloud.buckets.put(stagingBucket, key, template), signal)
  return { templateUrl: cloud.buckets.url(stagingBucket, key) }
}
