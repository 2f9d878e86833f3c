import type { JsonValue } from '../../../production/json.ts'
import { ResourceFailure, type ResourceRequest } from '../../types.ts'
import { beginCreate, beginDelete, beginUpdate, makeOperation, withOperation } from '../engine/begin.ts'
import { blueprintOf } from '../engine/blueprint-of.ts'
import { hasChanges } from '../engine/changes.ts'
import { makeStack, makeStackId } from '../engine/new-stack.ts'
import type { Engine } from '../engine.ts'
import { Interrupted } from '../engine.ts'
import type { StackInput, StackRecord } from '../records.ts'
import { findSsmParameter } from '../template/dynamic.ts'
import { isMap } from '../template/no-value.ts'
import { readParameters } from '../template/parameters.ts'
import { parseTemplateText } from '../template/parse.ts'
import type { ResourceProvider } from './provider.ts'

/** AWS::CloudFormation::Stack: a stack of its own, whose outputs are the resource's attributes. */
export function createNestedStacks(getEngine: () => Engine): ResourceProvider {
  return {
    async create(request) {
      const engine = getEngine()
      const stack = await makeNested(engine, request)
      await beginCreate(engine, stack)
      return { physicalId: stack.id, attributes: {} }
    },
    async update(physicalId, request) {
      const engine = getEngine()
      const stack = engine.stacks.get(physicalId)
      const input = await readInput(engine, request, stack)
      const operation = makeOperation(engine, 'UPDATE_STACK', {})
      const { express, onFailure } = engine.stacks.get(request.stackId)
      const patch = { ...withOperation(stack, operation), express, onFailure: onFailure === 'DELETE' ? ('ROLLBACK' as const) : onFailure }
      if (hasChanges(engine, stack, input)) await beginUpdate(engine, stack, input, patch)
      return { physicalId, attributes: {} }
    },
    async delete(physicalId, request) {
      const engine = getEngine()
      const stack = engine.stacks.find(physicalId)
      if (stack === undefined || stack.status === 'DELETE_COMPLETE') return
      const { express } = engine.stacks.get(request.stackId)
      await beginDelete(engine, stack, { ...withOperation(stack, makeOperation(engine, 'DELETE_STACK', {})), express })
      await engine.operations.settled(physicalId)
      requireStatus(engine.stacks.get(physicalId), ['DELETE_COMPLETE'], 'deleted')
    },
    async settle(physicalId) {
      const engine = getEngine()
      await engine.operations.settled(physicalId)
      const stack = engine.stacks.get(physicalId)
      const verb = stack.updatedAt === undefined ? 'created' : 'updated'
      requireStatus(stack, ['CREATE_COMPLETE', 'UPDATE_COMPLETE'], verb)
      return Object.fromEntries(stack.outputs.map(({ key, value }): [string, JsonValue] => [`Outputs.${key}`, value]))
    },
  }
}

async function makeNested(engine: Engine, request: ResourceRequest): Promise<StackRecord> {
  const parent = engine.stacks.get(request.stackId)
  const random = engine.world.entropy.hex(6).toUpperCase()
  const name = `${parent.name.slice(0, 60)}-${request.logicalId.slice(0, 50)}-${random}`
  const id = makeStackId(engine, name)
  const input = await readInput(engine, request, { id, name, parameters: {} })
  const onFailure = parent.onFailure === 'DO_NOTHING' ? 'DO_NOTHING' : 'ROLLBACK'
  const family = { parentId: parent.id, rootId: parent.rootId ?? parent.id, retainExceptOnCreate: parent.retainExceptOnCreate }
  return makeStack(engine, { id, name, onFailure, express: parent.express, ...family }, input, makeOperation(engine, 'CREATE_STACK', {}))
}

async function readInput(
  engine: Engine,
  request: ResourceRequest,
  stack: Pick<StackRecord, 'id' | 'name' | 'parameters'>,
): Promise<StackInput> {
  const { TemplateURL, Parameters, NotificationARNs } = request.properties
  if (typeof TemplateURL !== 'string') throw new ResourceFailure('Property TemplateURL cannot be empty.')
  const text = await engine.readTemplateUrl(TemplateURL)
  const template = parseTemplateText(text)
  const given = Object.entries(isMap(Parameters) ? Parameters : {})
  const parameters = given.map(([name, value]) => ({ name, value: [value].flat().map(String).join(','), usePrevious: false }))
  const input = {
    template: await engine.stacks.saveTemplate(text),
    parameters: readParameters(template, parameters, stack.parameters, (name) => findSsmParameter(name, engine.world.state)),
    tags: withoutSystemTags(request.tags),
    capabilities: engine.stacks.get(request.stackId).capabilities,
    notificationArns: Array.isArray(NotificationARNs) ? NotificationARNs.map(String) : [],
    ...(template.Description === undefined ? {} : { description: template.Description }),
  }
  blueprintOf(engine, { ...input, id: stack.id, name: stack.name })
  return input
}

function withoutSystemTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')))
}

function requireStatus(stack: StackRecord, statuses: readonly string[], verb: string): void {
  if (statuses.includes(stack.status)) return
  if (stack.status.endsWith('_IN_PROGRESS')) throw new Interrupted(true)
  throw new ResourceFailure(`Embedded stack ${stack.id} was not successfully ${verb}: ${stack.statusReason ?? stack.status}`)
}
