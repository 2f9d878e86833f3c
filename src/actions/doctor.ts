import { type Diagnosis, diagnose } from '../circleci/doctor/diagnose.ts'
import type { Hole } from '../circleci/doctor/types.ts'
import { ExitCode, fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { cleanText, shorten } from '../report/clean.ts'

const longestLine = 600

/**
 * Says whether teardown is guaranteed in a CircleCI config: `file` is its path. 0 where it is, 1 where there is a hole.
 * Throws `circleci.no_config` and `circleci.unreadable_config`.
 */
export async function doctor(options: { file: string; json: boolean }, ports: Pick<Ports, 'files' | 'output'>): Promise<ExitCode> {
  const path = options.file
  const text = await ports.files.readText(path)
  if (text === undefined) throw fail('circleci.no_config', { path })
  const diagnosis = diagnose({ path, text })
  ports.output.print(options.json ? `${JSON.stringify({ config: path, ...diagnosis }, null, 2)}\n` : format(path, diagnosis))
  return diagnosis.holes.length > 0 ? ExitCode.broken : ExitCode.passed
}

function format(path: string, { holes, remarks, problems }: Diagnosis): string {
  const lines = [
    ...holes.flatMap(formatHole),
    ...problems.flatMap(({ rule, place, found, remedy }) => [`${place}  problem: ${found}. (${rule})`, `  ${remedy}`]),
    ...remarks.map(({ rule, place, text }) => `${place}  remark: ${text}. (${rule})`),
    conclude(path, holes.length),
  ]
  return lines.map((line) => `${shorten(cleanText(line).replaceAll('\n', ' '), longestLine)}\n`).join('')
}

function formatHole({ rule, place, found, remedy, snippet }: Hole): string[] {
  const paste = snippet === '' ? [] : snippet.split('\n').map((line) => `      ${line}`)
  return [`${place}  hole: ${found}. (${rule})`, `  ${remedy}`, ...paste]
}

function conclude(path: string, holes: number): string {
  if (holes === 0) return `${path}: no hole in teardown.`
  return `${path}: ${holes === 1 ? 'one hole' : `${holes} holes`} in teardown.`
}
