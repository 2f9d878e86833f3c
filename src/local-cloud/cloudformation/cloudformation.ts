import { createQueryService } from '../services/query-service.ts'
import type { ResourceHandler, Service, World } from '../types.ts'
import { actionsOf } from './actions/index.ts'
import { beginDelete, makeOperation, resumeOperations, withOperation } from './engine/begin.ts'
import { createOperations } from './engine/operations.ts'
import type { Engine } from './engine.ts'
import { openEvents } from './events.ts'
import { customProvider, genericProvider } from './resources/generic.ts'
import { createNestedStacks } from './resources/nested-stack.ts'
import type { ResourceProvider } from './resources/provider.ts'
import { openStacks } from './stacks.ts'
import { createTemplateReader } from './template-url.ts'

/** CloudFormation of the local cloud. */
export interface CloudFormationService {
  service: Service
  /** Carries on with what an earlier local cloud on the folder did not finish. */
  resume(): void
  /** Stops operations where they are and resolves when state is on disk. */
  stop(): Promise<void>
}

/**
 * Makes CloudFormation for one world. Types without a handler get a made-up id. `s3` reads templates by URL; `onCrash` is
 * told of an operation that ended by an error of ours or of the disk.
 */
export function createCloudFormation(options: {
  world: World
  handlers: Readonly<Record<string, ResourceHandler>>
  s3: Service | undefined
  onCrash(stackId: string, error: unknown): void
}): CloudFormationService {
  const { world, handlers, s3, onCrash } = options
  const nested = createNestedStacks(() => engine)
  const engine: Engine = {
    world,
    stacks: openStacks(world.state),
    events: openEvents(world),
    provider: (type) => providerOf(type, handlers, nested),
    readTemplateUrl: createTemplateReader(s3, world),
    operations: createOperations(onCrash),
    async deleteStack(stackId) {
      const stack = engine.stacks.get(stackId)
      if (!stack.status.startsWith('DELETE_'))
        await beginDelete(engine, stack, withOperation(stack, makeOperation(engine, 'DELETE_STACK', {})))
    },
  }
  const namespace = 'http://cloudformation.amazonaws.com/doc/2010-05-15/'
  return {
    service: createQueryService({ signingName: 'cloudformation', namespace, actions: actionsOf(engine) }),
    resume: () => resumeOperations(engine),
    stop: () => engine.operations.stop(),
  }
}

function providerOf(type: string, handlers: Readonly<Record<string, ResourceHandler>>, nested: ResourceProvider): ResourceProvider {
  if (type === 'AWS::CloudFormation::Stack') return nested
  if (type === 'AWS::CloudFormation::CustomResource' || !type.startsWith('AWS::')) return customProvider
  return Object.hasOwn(handlers, type) ? (handlers[type] ?? genericProvider) : genericProvider
}
