import type { JsonValue } from './json.ts'

/** YAML's short forms whose long form is `Fn::` and the same name. */
const functions = new Set([
  ...[
    'And',
    'Base64',
    'Cidr',
    'Contains',
    'EachMemberEquals',
    'EachMemberIn',
    'Equals',
    'FindInMap',
    'ForEach',
    'GetAZs',
    'GetStackOutput',
  ],
  ...['If', 'ImportValue', 'Join', 'Length', 'Not', 'Or', 'RefAll', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform'],
  ...['ValueOf', 'ValueOfAll'],
])

/** `!Name value` spelled out; undefined where CloudFormation has no such function. */
export function longForm(name: string, value: JsonValue): JsonValue | undefined {
  if (name === 'Ref' || name === 'Condition') return { [name]: value }
  if (name === 'GetAtt') return { 'Fn::GetAtt': attributePath(value) }
  return functions.has(name) ? { [`Fn::${name}`]: value } : undefined
}

/** `Id.Attribute.Path` → `[Id, Attribute.Path]`. */
function attributePath(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !value.includes('.')) return value
  const dot = value.indexOf('.')
  return [value.slice(0, dot), value.slice(dot + 1)]
}
