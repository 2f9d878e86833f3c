import { ResourceFailure } from '../../types.ts'
import type { Engine } from '../engine.ts'
import { StackFault } from '../invalid.ts'
import type { ResourceRecord, StackRecord } from '../records.ts'
import type { Blueprint } from '../template/blueprint.ts'

const validation = 'AWS::EarlyValidation::ResourceExistenceCheck'
const hook = 'Company::Policy::Guard'

/**
 * The checks before anything is made; here they find only what faults ask for (`Queue:validate`). What is wrong is told by
 * DescribeEvents alone. Rejects with StackFault.
 */
export async function validate(engine: Engine, stack: StackRecord, blueprint: Blueprint): Promise<void> {
  const refused = Object.entries(blueprint.resources).flatMap(([logicalId, { Type: type }]) => {
    const fault = engine.world.faults.take([`${type}:validate`, `${logicalId}:validate`])
    return fault === undefined ? [] : [{ logicalId, type, reason: fault.with }]
  })
  if (refused.length === 0) return
  for (const { logicalId, type, reason } of refused) {
    const found = { name: 'NAME_CONFLICT_VALIDATION', path: `/Resources/${logicalId}` }
    await engine.events.addRefusal(stack, { logicalId, type, reason, status: 'CREATE_FAILED', validation: found })
  }
  const advice = 'To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.'
  throw new StackFault(`The following hook(s)/validation failed: [${validation}]. ${advice}`)
}

/** Fails a resource as a hook does, where a fault asks for it (`Queue:hook`). Rejects with ResourceFailure. */
export async function throwHook(
  engine: Engine,
  stackId: string,
  { type, logicalId }: Pick<ResourceRecord, 'type' | 'logicalId'>,
): Promise<void> {
  const fault = engine.world.faults.take([`${type}:hook`, `${logicalId}:hook`])
  if (fault === undefined) return
  await engine.events.addRefusal(engine.stacks.get(stackId), { logicalId, type, reason: fault.with, status: 'CREATE_IN_PROGRESS', hook })
  throw new ResourceFailure(`The following hook(s) failed: [${hook}]`)
}
