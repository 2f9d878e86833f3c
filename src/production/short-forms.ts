import type { JsonValue } from './json.ts'

/** Functions that CloudFormation has (in templates, rules and AWS::LanguageExtensions), each `Fn::` and its name. */
export const functionNames: readonly string[] = [
  ...['And', 'Base64', 'Cidr', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'Equals', 'FindInMap', 'ForEach', 'GetAtt', 'GetAZs'],
  ...['GetStackOutput', 'If', 'ImportValue', 'Join', 'Length', 'Not', 'Or', 'RefAll', 'Select', 'Split', 'Sub', 'ToJsonString'],
  ...['Transform', 'ValueOf', 'ValueOfAll'],
]

/** `!Name value` spelled out; also of names that CloudFormation does not have. */
export function longForm(name: string, value: JsonValue): JsonValue {
  if (name === 'Ref' || name === 'Condition') return { [name]: value }
  return { [`Fn::${name}`]: name === 'GetAtt' ? attributePath(value) : value }
}

/** `Id.Attribute.Path` → `[Id, Attribute.Path]`. */
function attributePath(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !value.includes('.')) return value
  const dot = value.indexOf('.')
  return [value.slice(0, dot), value.slice(dot + 1)]
}
