import type { QueryMap } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { Table } from '../../types.ts'
import type { Engine } from '../engine.ts'
import type { ChangeSetRecord } from '../records.ts'
import { optionalText, requireText } from './input.ts'

/** The table of change sets, by ARN. */
export function changeSets(engine: Engine): Table<ChangeSetRecord> {
  return engine.world.state.table<ChangeSetRecord>('change-sets')
}

/** The change set that a call names, by ARN or by name and stack. Throws ChangeSetNotFound. */
export function changeSetOf(engine: Engine, input: QueryMap): ChangeSetRecord {
  const wanted = requireText(input, 'ChangeSetName')
  const stackName = optionalText(input, 'StackName')
  const stack = stackName === undefined ? undefined : engine.stacks.find(stackName)
  const byArn = changeSets(engine).get(wanted)
  const found =
    byArn ??
    changeSets(engine)
      .values()
      .find(({ name, stackId }) => name === wanted && stackId === stack?.id)
  if (found === undefined) throw new ServiceError('ChangeSetNotFound', `ChangeSet [${wanted}] does not exist`, 404)
  return found
}

/** Forgets the change sets of a stack. */
export async function dropChangeSets(engine: Engine, stackId: string): Promise<void> {
  const own = changeSets(engine)
    .values()
    .filter((each) => each.stackId === stackId)
  await Promise.all(own.map(({ id }) => changeSets(engine).remove(id)))
}
