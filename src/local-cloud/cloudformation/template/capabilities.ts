import type { Template } from '../../../production/types.ts'

const iamNames: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
}

/** The capability that a caller must grant, and the resource types that ask for it. */
export function capabilitiesOf(template: Template): { required?: 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM'; types: string[] } {
  const iam = Object.values(template.Resources).filter(({ Type }) => Object.hasOwn(iamNames, Type))
  if (iam.length === 0) return { types: [] }
  const isNamed = iam.some(({ Type, Properties }) => Object.hasOwn(Properties ?? {}, iamNames[Type] ?? ''))
  return { required: isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM', types: [...new Set(iam.map(({ Type }) => Type))] }
}
