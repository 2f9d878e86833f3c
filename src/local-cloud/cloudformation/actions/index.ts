import type { QueryMap } from '../../protocol/query.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import type { QueryAction } from '../../services/query-service.ts'
import type { World } from '../../types.ts'
import type { Engine } from '../engine.ts'
import { openEvents } from '../events.ts'
import { openStacks } from '../stacks.ts'
import { deleteChangeSet, describeChangeSet, executeChangeSet, listChangeSets } from './change-sets.ts'
import { createChangeSet } from './create-change-set.ts'
import { createStack } from './create-stack.ts'
import { deleteStack } from './delete-stack.ts'
import { describeEvents, describeStackEvents } from './describe-events.ts'
import { describeExports, describeImports } from './describe-exports.ts'
import { describeStackResource, describeStackResources, listStackResources } from './describe-resources.ts'
import { describeStacks, listStacks } from './describe-stacks.ts'
import { getTemplate, getTemplateSummary, validateTemplate } from './describe-templates.ts'
import { cancelUpdateStack, continueUpdateRollback, describeAccountLimits, rollbackStack } from './roll-back.ts'
import { updateStack, updateTerminationProtection } from './update-stack.ts'

type EngineAction = (engine: Engine, input: QueryMap) => Promise<XmlObject | undefined> | XmlObject | undefined

const actions: Readonly<Record<string, EngineAction>> = {
  CreateStack: createStack,
  UpdateStack: updateStack,
  DeleteStack: deleteStack,
  UpdateTerminationProtection: updateTerminationProtection,
  CancelUpdateStack: cancelUpdateStack,
  ContinueUpdateRollback: continueUpdateRollback,
  RollbackStack: rollbackStack,
  DescribeAccountLimits: describeAccountLimits,
  DescribeStacks: describeStacks,
  ListStacks: listStacks,
  DescribeStackEvents: describeStackEvents,
  DescribeEvents: describeEvents,
  DescribeStackResource: describeStackResource,
  DescribeStackResources: describeStackResources,
  ListStackResources: listStackResources,
  ListExports: describeExports,
  ListImports: describeImports,
  GetTemplate: getTemplate,
  GetTemplateSummary: getTemplateSummary,
  ValidateTemplate: validateTemplate,
  CreateChangeSet: createChangeSet,
  DescribeChangeSet: describeChangeSet,
  ExecuteChangeSet: executeChangeSet,
  DeleteChangeSet: deleteChangeSet,
  ListChangeSets: listChangeSets,
}

/** Every action of CloudFormation that the local cloud answers, bound to its engine. */
export function actionsOf(engine: Engine): Record<string, QueryAction> {
  return Object.fromEntries(
    Object.entries(actions).map(([name, run]) => [name, (input: QueryMap, world: World) => run(engineIn(engine, world), input)]),
  )
}

/** A read that is to be stale sees the world, and the stacks in it, as they were. */
function engineIn(engine: Engine, world: World): Engine {
  return world.state === engine.world.state ? engine : { ...engine, world, stacks: openStacks(world.state), events: openEvents(world) }
}
