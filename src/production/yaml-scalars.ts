import type { Scalar } from 'yaml'
import type { JsonValue } from './json.ts'
import { longForm } from './short-forms.ts'

const yes = new Set(['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'])
const no = new Set(['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF'])
const nothing = new Set(['', '~', 'null', 'Null', 'NULL'])

/** The value of one scalar; with the tag of a short form, the call of that function on its text. */
export function plainScalar(node: Scalar): JsonValue {
  const text = String(node.value)
  if (node.tag?.startsWith('!')) return node.tag === '!' ? text : longForm(node.tag.slice(1), text)
  return node.type !== 'PLAIN' || node.tag === 'tag:yaml.org,2002:str' ? text : plainValue(text)
}

/**
 * The value of unquoted text as CloudFormation (YAML 1.1) takes it: yes and no are booleans, dates stay text. A number that
 * would lose something (0123, 1.0, 1e3, an account id with a leading zero) keeps its text, which AWS converts by itself.
 */
export function plainValue(text: string): JsonValue {
  if (yes.has(text) || no.has(text)) return yes.has(text)
  if (nothing.has(text)) return null
  const number = Number(text)
  return Number.isFinite(number) && String(number) === text ? number : text
}
