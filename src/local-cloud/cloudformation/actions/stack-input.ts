import type { Template } from '../../../production/types.ts'
import type { QueryMap } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import { blueprintOf } from '../engine/blueprint-of.ts'
import type { Engine } from '../engine.ts'
import { invalid } from '../invalid.ts'
import type { StackInput, StackRecord } from '../records.ts'
import { capabilitiesOf } from '../template/capabilities.ts'
import { findSsmParameter } from '../template/dynamic.ts'
import { readParameters } from '../template/parameters.ts'
import { parseTemplateText } from '../template/parse.ts'
import { optionalText, readGivenParameters, readTags, readTexts } from './input.ts'

const largestBody = 51_200

/**
 * What a call says of a stack: template, parameters, tags. What an update leaves out is taken from the stack as it is.
 * Throws ValidationError, InsufficientCapabilitiesException.
 */
export async function readStackInput(
  engine: Engine,
  input: QueryMap,
  stack: Pick<StackRecord, 'id' | 'name'> & Partial<StackRecord>,
): Promise<StackInput> {
  const text = await readTemplateText(engine, input, stack)
  const template = parseTemplateText(text)
  const capabilities = readTexts(input, 'Capabilities')
  requireCapabilities(template, capabilities)
  const findSsm = (name: string) => findSsmParameter(name, engine.world.state)
  const roleArn = optionalText(input, 'RoleARN') ?? stack.roleArn
  const timeout = Number(optionalText(input, 'TimeoutInMinutes') ?? Number.NaN)
  const result: StackInput = {
    template: await engine.stacks.saveTemplate(text),
    parameters: readParameters(template, readGivenParameters(input), stack.parameters ?? {}, findSsm),
    tags: readTags(input) ?? stack.tags ?? {},
    capabilities,
    notificationArns: input.NotificationARNs === undefined ? (stack.notificationArns ?? []) : readTexts(input, 'NotificationARNs'),
    ...(template.Description === undefined ? {} : { description: template.Description }),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(Number.isNaN(timeout) ? {} : { timeoutMinutes: timeout }),
  }
  blueprintOf(engine, { ...result, id: stack.id, name: stack.name })
  return result
}

/** The template that a call gives: as text, by URL, or the one that the stack has. */
export async function readTemplateText(engine: Engine, input: QueryMap, stack?: Partial<StackRecord>): Promise<string> {
  const body = optionalText(input, 'TemplateBody')
  const url = optionalText(input, 'TemplateURL')
  const usesPrevious = optionalText(input, 'UsePreviousTemplate')?.toLowerCase() === 'true'
  if ([body, url, usesPrevious || undefined].filter((each) => each !== undefined).length !== 1) {
    throw invalid('Either Template URL or Template Body must be specified.')
  }
  if (usesPrevious) return previousText(engine, stack)
  if (body === undefined) return engine.readTemplateUrl(url ?? '')
  if (Buffer.byteLength(body) <= largestBody) return body
  const constraint = `Member must have length less than or equal to ${largestBody}`
  throw invalid(`1 validation error detected: Value at 'templateBody' failed to satisfy constraint: ${constraint}`)
}

function previousText(engine: Engine, stack: Partial<StackRecord> | undefined): string {
  if (stack?.template === undefined) throw invalid('UsePreviousTemplate cannot be used for a stack that does not exist.')
  return engine.stacks.templateText(stack.template)
}

function requireCapabilities(template: Template, given: readonly string[]): void {
  const { required } = capabilitiesOf(template)
  const isGiven = required === undefined || given.includes('CAPABILITY_NAMED_IAM') || given.includes(required)
  if (!isGiven) throw new ServiceError('InsufficientCapabilitiesException', `Requires capabilities : [${required}]`)
}
