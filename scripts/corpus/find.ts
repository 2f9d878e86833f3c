import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { isReplicaError } from '../../src/errors.ts'
import { parseTemplate } from '../../src/production/template.ts'
import type { Template } from '../../src/production/types.ts'

/** One file that is a CloudFormation template; `template` is absent where its text does not parse, or says a thing twice. */
export interface TemplateText {
  /** Relative to the corpus. */
  path: string
  text: string
  template?: Template
  fault?: { code: string; message: string }
}

/** Kinds of file that hold a template and nothing else: one that does not parse is broken, not something else. */
const templateKinds = new Set(['', '.yml', '.yaml', '.json', '.template', '.cfn', '.cform', '.cf', '.tmpl', '.txt'])
const skippedFolders = new Set(['.git', 'node_modules'])
const largestFile = 8_000_000
const says = /^\uFEFF?\s*"?(?:AWSTemplateFormatVersion|Transform|Resources)"?\s*:|[{,]\s*"(?:AWSTemplateFormatVersion|Resources)"\s*:/m
const saysVersion = /^\uFEFF?["']?AWSTemplateFormatVersion["']?\s*:|^\s*\{?\s*"AWSTemplateFormatVersion"\s*:|^Transform:\s*['"]?AWS::/m
/** A list is another tool's: AWS CodeDeploy's AppSpec has one. */
const listsResources = /^Resources\s*:\s*(?:#.*)?\n\s*-/m
const saysType = /^\s+(?:- )?["']?Type["']?\s*:\s*["']?AWS::/m

/** Every template below a folder, in the order of their paths, and how many files were looked at. */
export function findTemplates(folder: string): { files: string[]; templates: TemplateText[] } {
  const files = filesBelow(folder).map((path) => relative(folder, path))
  return { files, templates: files.flatMap((path) => readTemplate(folder, path) ?? []) }
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : filesBelow(path)
    return entry.isFile() ? [path] : []
  })
}

function readTemplate(folder: string, path: string): TemplateText | undefined {
  if (statSync(join(folder, path)).size > largestFile) return undefined
  const text = readFileSync(join(folder, path), 'utf8')
  if (!says.test(text) || listsResources.test(text) || text.includes('\0')) return undefined
  try {
    const template = parseTemplate(text, path)
    return isTemplate(template) ? { path, text, template } : undefined
  } catch (error) {
    const isOne = (saysVersion.test(text) || saysType.test(text)) && templateKinds.has(extname(path).toLowerCase())
    return isOne ? { path, text, fault: faultOf(error) } : undefined
  }
}

/** A map of resources with AWS's own kind of type, or one that says what it is. */
function isTemplate(template: Template): boolean {
  if (template.AWSTemplateFormatVersion !== undefined || template.Transform !== undefined) return true
  const resources = Object.values(template.Resources)
  return resources.some((each) => /^(AWS|Custom|Alexa)::/.test(String(each?.Type)))
}

function faultOf(error: unknown): { code: string; message: string } {
  if (!isReplicaError(error)) return { code: '', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  const { code, message } = error.problems[0] ?? error
  return { code, message }
}
