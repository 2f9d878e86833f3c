import { javascript } from './languages/javascript.ts'
import { curly, hashed, plainText } from './languages/others.ts'
import { python } from './languages/python.ts'
import { r } from './languages/r.ts'
import { shell } from './languages/shell.ts'
import type { Syntax } from './token.ts'

/** The languages that are told apart; `other` has strings and words only. */
export type Language = 'sql' | 'r' | 'python' | 'javascript' | 'shell' | 'other'

/** The language of a file, by the end of its name, else by its first line. */
export function languageOf(file: string, text: string): { language: Language; syntax: Syntax } {
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase()
  const known = ending === undefined ? undefined : byEnding[ending]
  if (known !== undefined) return { language: known[0], syntax: known[1] }
  if (/(?:^|\/)(?:GNU)?[Mm]akefile$/.test(file)) return { language: 'shell', syntax: shell }
  const interpreter = /^#!.*?\b(python|Rscript|node|bash|sh|psql|ruby|perl)/.exec(text)?.[1]
  const [language, syntax] = byInterpreter[interpreter ?? ''] ?? ['other', hashed]
  return { language, syntax }
}

const endings: readonly (readonly [string, Language, Syntax])[] = [
  ['sql psql ddl pgsql', 'sql', plainText],
  ['r rmd qmd rnw', 'r', r],
  ['py pyw ipynb pyi', 'python', python],
  ['js mjs cjs jsx ts mts cts tsx', 'javascript', javascript],
  ['sh bash zsh ksh mk', 'shell', shell],
  ['java scala sc kt kts go cs php groovy swift rs', 'other', curly],
  ['rb pl pm jl yml yaml toml ini cfg conf env properties', 'other', hashed],
  ['json csv txt', 'other', plainText],
]

const byEnding: Readonly<Record<string, readonly [Language, Syntax] | undefined>> = Object.fromEntries(
  endings.flatMap(([names, language, syntax]) => names.split(' ').map((name) => [name, [language, syntax] as const])),
)

/** Endings of files that can be a pipeline's own code. */
export const codeEndings: readonly string[] = endings
  .flatMap(([names]) => names.split(' '))
  .filter((name) => !['csv', 'txt'].includes(name))

const byInterpreter: Readonly<Record<string, readonly [Language, Syntax] | undefined>> = {
  python: ['python', python],
  Rscript: ['r', r],
  node: ['javascript', javascript],
  bash: ['shell', shell],
  sh: ['shell', shell],
  psql: ['sql', plainText],
}
