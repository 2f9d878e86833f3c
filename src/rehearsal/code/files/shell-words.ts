/** One command of a shell line: its words without quotes, and the folder and module path that the line has set for it. */
export interface SimpleCommand {
  words: readonly string[]
  /** Relative to where the line begins: `.` unless the line says `cd`. */
  folder: string
  /** PYTHONPATH's folders. */
  modulePath: readonly string[]
}

const longest = 100_000

/** Cuts a shell line into its commands. What a shell would work out (`$x`, `$(…)`) stays as it is written. */
export function parseShellLine(line: string): SimpleCommand[] {
  const commands: SimpleCommand[] = []
  let folder = '.'
  for (const words of simpleCommands(line.slice(0, longest))) {
    const assignments = words.slice(0, firstWord(words))
    const rest = withoutWrappers(words.slice(assignments.length))
    if (rest[0] === 'cd' && rest[1] !== undefined) folder = rest[1].startsWith('/') ? rest[1] : `${folder}/${rest[1]}`
    const modulePath = assignments.flatMap((word) => (word.startsWith('PYTHONPATH=') ? word.slice('PYTHONPATH='.length).split(':') : []))
    if (rest.length > 0) commands.push({ words: rest, folder, modulePath })
  }
  return commands
}

const piece =
  /((?<![^\s;&|()])#[^\n]*)|\\([\s\S])|'([^']*)(?:'|$)|"((?:[^"\\]|\\[\s\S])*)(?:"|$)|(&&|\|\||[;|&\n()]|\d?[<>]+&?)|([^\s\\'";|&<>()]+)|([^\S\n]+)/gy

/** The words of each command. A redirection's file is a word like others. */
function simpleCommands(line: string): string[][] {
  const commands: string[][] = [[]]
  let word: string | undefined
  for (const match of line.matchAll(piece)) {
    const [, comment, , , , operator, , space] = match
    if (comment === undefined && operator === undefined && space === undefined) {
      word = (word ?? '') + wordPart(match)
      continue
    }
    if (word !== undefined) commands.at(-1)?.push(word)
    word = undefined
    if (operator !== undefined && !/[<>]/.test(operator)) commands.push([])
  }
  if (word !== undefined) commands.at(-1)?.push(word)
  return commands.filter((each) => each.length > 0)
}

/** A piece of a word without its quotes. */
function wordPart([, , escaped, single, double, , plain]: RegExpExecArray): string {
  if (escaped !== undefined) return escaped === '\n' ? '' : escaped
  return single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? plain ?? ''
}

function firstWord(words: readonly string[]): number {
  const at = words.findIndex((word) => !/^\w+=/.test(word))
  return at === -1 ? words.length : at
}

const wrappers = /^(?:env|time|nice|nohup|exec|sudo|command|stdbuf|xvfb-run|npx|bunx|if|then|else|do|while|!)$/
const runners: Readonly<Record<string, string>> = {
  poetry: 'run',
  pipenv: 'run',
  uv: 'run',
  bundle: 'exec',
  conda: 'run',
  renv: 'run',
  pnpm: 'exec',
}

/** `timeout 60 nice python3 x.py` → `python3 x.py` */
function withoutWrappers(words: readonly string[]): string[] {
  let at = 0
  while (at < words.length) {
    const word = words[at] ?? ''
    if (wrappers.test(word)) at = skipOptions(words, at + 1)
    else if (word === 'timeout') at = skipOptions(words, at + 1) + 1
    else if (runners[word] !== undefined && words[at + 1] === runners[word]) at = skipOptions(words, at + 2)
    else break
  }
  return words.slice(at)
}

function skipOptions(words: readonly string[], from: number): number {
  let at = from
  while (at < words.length && (words[at]?.startsWith('-') || /^\w+=/.test(words[at] ?? ''))) at += 1
  return at
}
