import type { Entropy } from '../../src/ports/entropy.ts'
import type { StackParameter } from '../../src/ports/stacks.ts'
import type { TemplateParameter } from '../../src/production/types.ts'
import { account, region } from './account.ts'

/** The value that a live stack's parameter has: what its parent gives, the default, the first allowed one, or a made-up one. */
export function makeParameter(name: string, declared: TemplateParameter, given: string | undefined, entropy: Entropy): StackParameter {
  const value = given ?? chosenValue(name, declared, entropy)
  const stored = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(String(declared.Type))?.[1]
  return stored === undefined ? { value } : { value, resolved: valueOfType(stored, name, {}, entropy) }
}

function chosenValue(name: string, declared: TemplateParameter, entropy: Entropy): string {
  const type = String(declared.Type)
  const isEmptyId = declared.Default === '' && /AWS::(EC2|Route53)::/.test(type)
  if (declared.Default !== undefined && declared.Default !== null && !isEmptyId) return String(declared.Default)
  const allowed = Array.isArray(declared.AllowedValues) ? declared.AllowedValues[0] : undefined
  if (allowed !== undefined) return String(allowed)
  return type.startsWith('AWS::SSM::') ? `/made/up/${name}` : valueOfType(type, name, declared, entropy)
}

function valueOfType(type: string, name: string, limits: Partial<TemplateParameter>, entropy: Entropy): string {
  const item = /^List<(.+)>$/.exec(type)?.[1]
  if (item !== undefined) return [1, 2].map(() => valueOfType(item, name, limits, entropy)).join(',')
  const make = Object.hasOwn(byType, type) ? byType[type] : undefined
  return make?.(entropy, limits) ?? fitted(valueOfName(name, entropy), limits, entropy)
}

const byType: Readonly<Record<string, (entropy: Entropy, limits: Partial<TemplateParameter>) => string>> = {
  'AWS::EC2::AvailabilityZone::Name': (entropy) => `${region}${'abcdef'.charAt(Number.parseInt(entropy.hex(1), 16) % 6)}`,
  'AWS::EC2::Image::Id': (entropy) => `ami-0${entropy.hex(8)}`,
  'AWS::EC2::Instance::Id': (entropy) => `i-0${entropy.hex(8)}`,
  'AWS::EC2::KeyPair::KeyName': () => 'operations',
  'AWS::EC2::SecurityGroup::GroupName': () => 'default',
  'AWS::EC2::SecurityGroup::Id': (entropy) => `sg-0${entropy.hex(8)}`,
  'AWS::EC2::Subnet::Id': (entropy) => `subnet-0${entropy.hex(8)}`,
  'AWS::EC2::VPC::Id': (entropy) => `vpc-0${entropy.hex(8)}`,
  'AWS::EC2::Volume::Id': (entropy) => `vol-0${entropy.hex(8)}`,
  'AWS::Route53::HostedZone::Id': (entropy) => `Z0${entropy.hex(8).toUpperCase()}`,
  CommaDelimitedList: () => 'first,second',
  Number: (_, { MinValue, MaxValue }) => String(MinValue ?? Math.min(10, Number(MaxValue ?? 10))),
}

/** Names tell what a team would have written. */
const byName: readonly (readonly [RegExp, (entropy: Entropy) => string])[] = [
  [/arn$/i, (entropy) => `arn:aws:sns:${region}:${account}:operations-${entropy.hex(4)}`],
  [/e-?mail/i, () => 'operations@newvision-corp.com'],
  [/cidr/i, () => '10.40.0.0/16'],
  [/bucket/i, (entropy) => `newvision-${entropy.hex(4)}`],
  [/zone.?id/i, (entropy) => `Z0${entropy.hex(8).toUpperCase()}`],
  [/vpc.?id/i, (entropy) => `vpc-0${entropy.hex(8)}`],
  [/subnet/i, (entropy) => `subnet-0${entropy.hex(8)}`],
  [/security.?group/i, (entropy) => `sg-0${entropy.hex(8)}`],
  [/(ami|image).?id/i, (entropy) => `ami-0${entropy.hex(8)}`],
  [/account/i, (entropy) => String(Number.parseInt(entropy.hex(5), 16) % 1e12).padStart(12, '1')],
  [/(domain|host|dns)/i, () => 'pupils.newvision-corp.com'],
  [/url/i, () => 'https://pupils.newvision-corp.com/'],
  [/password|secret|token/i, (entropy) => `Pa1${entropy.hex(10)}`],
]

function valueOfName(name: string, entropy: Entropy): string {
  const make = byName.find(([pattern]) => pattern.test(name))?.[1]
  return make?.(entropy) ?? `chosen${entropy.hex(3)}`
}

function fitted(value: string, { MinLength, MaxLength }: Partial<TemplateParameter>, entropy: Entropy): string {
  return value.padEnd(Number(MinLength ?? 0), entropy.hex(8)).slice(0, Number(MaxLength ?? 4096))
}
