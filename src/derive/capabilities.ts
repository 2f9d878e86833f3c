import type { Template } from '../production/types.ts'
import { nameFacts } from './facts/names.ts'

/** What CreateStack must be told that the caller knows: IAM resources, IAM names, macros and nested stacks. */
export function capabilitiesOf(template: Template): string[] {
  const resources = Object.values(template.Resources)
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
