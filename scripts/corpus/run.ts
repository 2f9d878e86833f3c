import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { deriveStack, type Outcome } from './derive.ts'
import { createSeededEntropy } from './entropy.ts'
import { findTemplates, type TemplateText } from './find.ts'
import { type LiveStackRequest, makeLiveStack } from './live-stack.ts'

export interface CorpusRun {
  files: readonly string[]
  results: readonly Result[]
  ms: number
}

/** One template: `outcome` is absent where its text does not parse. */
export interface Result {
  path: string
  ms: number
  fault?: string
  outcome?: Outcome
}

/** Derives every template below a folder; those that derive are written below `out`, under the same paths. */
export async function runCorpus(folder: string, options: { out?: string } = {}): Promise<CorpusRun> {
  const startedAt = performance.now()
  const { files, templates } = findTemplates(folder)
  const byName = namesOf(templates)
  const results: Result[] = []
  for (const each of templates) {
    const result = await deriveTemplate(each, byName)
    results.push(result)
    if (options.out !== undefined && result.outcome?.kind === 'derived' && result.outcome.text !== '')
      write(join(options.out, each.path), result.outcome.text)
  }
  return { files, results, ms: performance.now() - startedAt }
}

type Parsed = Required<Pick<TemplateText, 'text' | 'template'>>

async function deriveTemplate({ path, text, template, fault }: TemplateText, byName: ReadonlyMap<string, Parsed[]>): Promise<Result> {
  if (template === undefined) return { path, ms: 0, ...(fault === undefined ? {} : unread(fault)) }
  const startedAt = performance.now()
  const entropy = createSeededEntropy(path)
  const outcome = await deriveText({ name: 'prod', text, template, findChild: (url) => findChild(url, byName), entropy })
  return { path, ms: performance.now() - startedAt, outcome }
}

/** A text that can be read and says a thing twice is refused; any other does not parse. */
function unread({ code, message }: NonNullable<TemplateText['fault']>): Pick<Result, 'fault' | 'outcome'> {
  return code === 'production.template_faulty' ? { outcome: { kind: 'refused', reason: code, message } } : { fault: message }
}

async function deriveText(request: LiveStackRequest): Promise<Outcome> {
  try {
    return await deriveStack(makeLiveStack(request))
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { kind: 'crashed', message: `no live stack could be made up: ${message}` }
  }
}

function namesOf(templates: readonly TemplateText[]): Map<string, Parsed[]> {
  const byName = new Map<string, Parsed[]>()
  for (const { path, text, template } of templates) {
    if (template !== undefined) byName.set(basename(path), [...(byName.get(basename(path)) ?? []), { text, template }])
  }
  return byName
}

/** The one template of that file name: copies of the same text are one. */
function findChild(url: string, byName: ReadonlyMap<string, Parsed[]>): Parsed | undefined {
  const name = [...url.matchAll(/[\w.-]+\.(?:ya?ml|json|template|cfn)\b/g)].at(-1)?.[0]
  const found = name === undefined ? [] : (byName.get(name) ?? [])
  return new Set(found.map(({ text }) => text)).size === 1 ? found[0] : undefined
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
