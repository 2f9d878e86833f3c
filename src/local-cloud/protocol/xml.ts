/**
 * What an XML element holds. A list repeats its element: `{Tags: {member: [{Key: 'a'}]}}` gives
 * `<Tags><member><Key>a</Key></member></Tags>`. An undefined value leaves its element out.
 */
export type XmlContent = string | number | boolean | undefined | XmlObject
export interface XmlObject {
  [element: string]: XmlContent | readonly XmlContent[]
}

/** The elements of an object, one after the other, without a declaration. Text is escaped. */
export function formatXml(content: XmlObject): string {
  return Object.entries(content)
    .flatMap(([name, value]) => (isList(value) ? value.map((item) => formatElement(name, item)) : [formatElement(name, value)]))
    .join('')
}

/** A list as AWS's query protocol spells it: `<member>` for each item. */
export function members(items: readonly XmlContent[]): XmlObject {
  return { member: items }
}

/** Escapes text for XML, and drops the control characters that XML 1.0 cannot hold. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => entities[character] ?? character).replace(forbidden, '')
}

function formatElement(name: string, value: XmlContent): string {
  if (value === undefined) return ''
  return `<${name}>${typeof value === 'object' ? formatXml(value) : escapeXml(String(value))}</${name}>`
}

function isList(value: XmlContent | readonly XmlContent[]): value is readonly XmlContent[] {
  return Array.isArray(value)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser would turn a bare carriage return into a line feed.
  '\r': '&#13;',
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
