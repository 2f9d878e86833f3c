import type { Template, TemplateParameter } from '../../../production/types.ts'
import type { QueryMap } from '../../protocol/query.ts'
import { members, type XmlObject } from '../../protocol/xml.ts'
import type { Engine } from '../engine.ts'
import type { StackRecord } from '../records.ts'
import { capabilitiesOf } from '../template/capabilities.ts'
import { parseTemplateText } from '../template/parse.ts'
import { changeSetOf } from './change-set-records.ts'
import { optionalText, requireText } from './input.ts'
import { readTemplateText } from './stack-input.ts'

/** GetTemplate. There are no transforms here, so both stages are the text that was sent. */
export function getTemplate(engine: Engine, input: QueryMap): XmlObject {
  const changeSet = optionalText(input, 'ChangeSetName')
  const key = changeSet === undefined ? stackOf(engine, input).template : changeSetOf(engine, input).input.template
  return { TemplateBody: engine.stacks.templateText(key), StagesAvailable: members(['Original', 'Processed']) }
}

/** GetTemplateSummary: of a template, or of a stack's. */
export async function getTemplateSummary(engine: Engine, input: QueryMap): Promise<XmlObject> {
  const isStack = optionalText(input, 'StackName') !== undefined
  const text = isStack ? engine.stacks.templateText(stackOf(engine, input).template) : await readTemplateText(engine, input)
  const template = parseTemplateText(text)
  return {
    Parameters: members(Object.entries(template.Parameters ?? {}).map(declarationXml)),
    Description: template.Description,
    ...capabilitiesXml(template),
    ResourceTypes: members([...new Set(Object.values(template.Resources).map(({ Type }) => Type))]),
    Version: template.AWSTemplateFormatVersion,
    Metadata: template.Metadata === undefined ? undefined : JSON.stringify(template.Metadata),
    DeclaredTransforms: members([template.Transform ?? []].flat().map(String)),
  }
}

/** ValidateTemplate: form only, as AWS says. */
export async function validateTemplate(engine: Engine, input: QueryMap): Promise<XmlObject> {
  const template = parseTemplateText(await readTemplateText(engine, input))
  const parameters = Object.entries(template.Parameters ?? {}).map(([name, parameter]) => {
    const { ParameterType: _, ParameterConstraints: _constraints, ...shape } = declarationXml([name, parameter])
    return shape
  })
  return { Parameters: members(parameters), Description: template.Description, ...capabilitiesXml(template) }
}

function stackOf(engine: Engine, input: QueryMap): StackRecord {
  return engine.stacks.require(requireText(input, 'StackName'))
}

function capabilitiesXml(template: Template): XmlObject {
  const { required, types } = capabilitiesOf(template)
  if (required === undefined) return {}
  const CapabilitiesReason = `The following resource(s) require capabilities: [${types.join(', ')}]`
  return { Capabilities: members([required]), CapabilitiesReason }
}

function declarationXml([ParameterKey, parameter]: [string, TemplateParameter]): XmlObject {
  return {
    ParameterKey,
    DefaultValue: parameter.Default === undefined ? undefined : String(parameter.Default),
    ParameterType: parameter.Type,
    NoEcho: String(parameter.NoEcho).toLowerCase() === 'true',
    Description: parameter.Description,
    ParameterConstraints: parameter.AllowedValues === undefined ? {} : { AllowedValues: members(parameter.AllowedValues.map(String)) },
  }
}
