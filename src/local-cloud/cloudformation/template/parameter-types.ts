import type { JsonValue } from '../../../production/json.ts'

const awsTypes =
  /^AWS::(EC2::(AvailabilityZone::Name|Image::Id|Instance::Id|KeyPair::KeyName|SecurityGroup::(GroupName|Id)|Subnet::Id|Volume::Id|VPC::Id)|Route53::HostedZone::Id|SSM::Parameter::Name)$/
const listType = /^List<(.+)>$/
const ssmType = /^AWS::SSM::Parameter::Value<(.+)>$/

/** Whether a parameter may have this type: every one that CloudFormation documents. */
export function isParameterType(type: string): boolean {
  const ofSsm = ssmType.exec(type)?.[1]
  if (ofSsm !== undefined) return ofSsm !== 'Number' && isPlainType(ofSsm)
  return isPlainType(type)
}

/** Whether the value is the name of an SSM parameter, which is looked up. */
export function isSsmType(type: string): boolean {
  return ssmType.test(type)
}

/** Whether the value, or what it stands for, is a list of texts with commas between. */
export function isListType(type: string): boolean {
  const inner = ssmType.exec(type)?.[1] ?? type
  return inner === 'CommaDelimitedList' || listType.test(inner)
}

/** What Ref gives for a parameter: text, or a list of texts. */
export function typedValue(type: string, value: string): JsonValue {
  if (!isListType(type)) return value
  return value === '' ? [] : value.split(',').map((item) => item.trim())
}

function isPlainType(type: string): boolean {
  const item = listType.exec(type)?.[1]
  if (item !== undefined) return item === 'Number' || item === 'String' || awsTypes.test(item)
  return ['String', 'Number', 'CommaDelimitedList'].includes(type) || awsTypes.test(type)
}
