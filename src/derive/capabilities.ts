import type { Template } from '../production/types.ts'
import { nameFacts } from './facts/names.ts'
import type { PlannedStack } from './types.ts'

/** What CreateStack must be told that the caller knows: IAM resources, IAM names and macros, of nested stacks too. */
export function capabilitiesOf(template: Template, nested: PlannedStack['nested'] = {}): string[] {
  const resources = templatesOf(template, nested).flatMap((each) => Object.values(each.Resources))
  const roles = resources.filter((each) => each.Type.startsWith('AWS::IAM::'))
  const isNamed = roles.some((each) => Object.keys(nameFacts(each.Type)).some((name) => each.Properties?.[name] !== undefined))
  const isMacro = template.Transform !== undefined || resources.some((each) => each.Type === 'AWS::CloudFormation::Stack')
  const hasIam = roles.length > 0 || resources.some((each) => each.Type.startsWith('AWS::Serverless::'))
  return [
    ...(hasIam ? ['CAPABILITY_IAM'] : []),
    ...(isNamed ? ['CAPABILITY_NAMED_IAM'] : []),
    ...(isMacro ? ['CAPABILITY_AUTO_EXPAND'] : []),
  ]
}

function templatesOf(template: Template, nested: PlannedStack['nested']): Template[] {
  return [template, ...Object.values(nested).flatMap((child) => templatesOf(child.template, child.nested))]
}
