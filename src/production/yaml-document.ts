import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml'
import { mendIndents } from './template-mend.ts'

/** A template's YAML as nodes. `text` is what their ranges count in; `faults` are those that CloudFormation would find too. */
export interface YamlDocument {
  document: Document.Parsed
  text: string
  lines: LineCounter
  faults: readonly YamlFault[]
}

export interface YamlFault {
  offset: number
  reason: string
}

/** Reads YAML as leniently as CloudFormation does. Never throws but RangeError, where the text is nested too deep. */
export function openYaml(text: string): YamlDocument {
  const opened = open(text)
  if (opened.faults.length === 0) return opened
  const mended = mendIndents(text)
  return mended === text ? opened : open(mended)
}

function open(text: string): YamlDocument {
  const lines = new LineCounter()
  // Scalars are read by our own rules, and equal keys are looked for where all of them can be told.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
    schema: 'failsafe',
  })
  return { document, text, lines, faults: document.errors.filter((error) => !isAllowed(error)).map(faultOf) }
}

/** What YAML's grammar forbids and every lenient reader takes. */
function isAllowed({ code, message }: YAMLError): boolean {
  return /^Flow (map|sequence) in block collection/.test(message) || (code === 'MISSING_CHAR' && message.startsWith('Comments must be'))
}

function faultOf({ code, message, pos }: YAMLError): YamlFault {
  const known = sentences.get(code) ?? (message.startsWith('Missing closing') ? 'a quote is not closed' : undefined)
  return { offset: pos[0], reason: known ?? message.split('\n', 1)[0] ?? message }
}

const sentences: ReadonlyMap<string, string> = new Map([
  ['MULTIPLE_DOCS', 'it holds several YAML documents, and a template is one'],
  ['RESOURCE_EXHAUSTION', 'it is nested too deep'],
  ['TAB_AS_INDENT', 'Tabs are not allowed as indentation; write spaces'],
])
