import { makeUuid } from '../../protocol/uuid.ts'
import type { Engine } from '../engine.ts'
import type { OperationRecord, StackInput, StackRecord } from '../records.ts'

/** The ARN of a stack that is to be made: its parameters and conditions may already ask for it. */
export function makeStackId({ world }: Engine, name: string): string {
  return `arn:${world.partition}:cloudformation:${world.region}:${world.account}:stack/${name}/${makeUuid(world.entropy)}`
}

/** The record of a stack that nothing has been done for yet. */
export function makeStack(
  engine: Engine,
  stack: Pick<StackRecord, 'id' | 'name' | 'onFailure' | 'express'> & Partial<StackRecord>,
  input: StackInput,
  operation: OperationRecord,
): StackRecord {
  return {
    status: 'REVIEW_IN_PROGRESS',
    createdAt: engine.world.clock.now().toISOString(),
    terminationProtection: false,
    retainExceptOnCreate: false,
    resources: {},
    outputs: [],
    outputImports: [],
    leftovers: [],
    operations: [operation],
    ...input,
    ...stack,
  }
}
