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

const piece = /\\([\s\S])|'([^']*)(?:'|$)|"((?:[^"\\]|\\[\s\S])*)(?:"|$)|(#)|(&&|\|\||[;|&\n()]|[0-9]?[<>]+&?)|([^\s\\'"#;|&<>()]+)|(\s+)/gy

function simpleCommands(line: string): string[][] {
  const commands: string[][] = []
  let words: string[] = []
  let word: string | undefined
  let comment = false
  const endWord = (): void => {
    if (word !== undefined) words.push(word)
    word = undefined
  }
  for (const [whole, escaped, single, double, hash, operator, plain, space] of line.matchAll(piece)) {
    if (whole.includes('\n') && space !== undefined) comment = false
    if (comment) continue
    if (hash !== undefined && word === undefined) comment = true
    else if (space !== undefined) endWord()
    else if (operator !== undefined) {
      endWord()
      // A redirection's file is a word like others.
      if (/[<>]/.test(operator)) continue
      commands.push(words)
      words = []
    } else
      word = (word ?? '') + (escaped === '\n' ? '' : (escaped ?? single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? plain ?? hash ?? ''))
    if (space?.includes('\n') && words.length > 0) {
      commands.push(words)
      words = []
    }
  }
  endWord()
  return [...commands, words].filter((each) => each.length > 0)
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
