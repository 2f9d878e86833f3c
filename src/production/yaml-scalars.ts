import type { Scalar } from 'yaml'
import type { JsonValue } from './json.ts'

const yes = new Set(['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'])
const no = new Set(['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF'])
const nothing = new Set(['', '~', 'null', 'Null', 'NULL'])

/**
 * The value of one scalar as CloudFormation (YAML 1.1) takes it: yes and no are booleans, dates stay text. A number that
 * would lose something (0123, 1.0, 1e3, an account id with a leading zero) keeps its text, which AWS converts by itself.
 */
export function plainScalar(node: Scalar): JsonValue {
  const text = node.source ?? String(node.value)
  if (node.type !== 'PLAIN' || node.tag === 'tag:yaml.org,2002:str') return node.type === 'PLAIN' ? text : String(node.value)
  if (yes.has(text) || no.has(text)) return yes.has(text)
  if (nothing.has(text)) return null
  const number = Number(text)
  return Number.isFinite(number) && String(number) === text ? number : text
}
