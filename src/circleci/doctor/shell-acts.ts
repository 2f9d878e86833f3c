import type { ActName } from './types.ts'

const names: ReadonlySet<string> = new Set<ActName>(['provision-replica', 'run-integration', 'rehearse', 'teardown', 'reap'])
const helper = /(^|\/)prod-replica(\.cjs|@[\w.^~-]+)?$/

/** What a shell text does to a replica, in its order; lines that only print, ask for help or look are none. */
export function actsOfShell(text: string): ActName[] {
  const lines = text.replaceAll(/\\\r?\n/g, ' ').split(/[\n;&|()]+/)
  return lines.map(actOfLine).filter((name) => name !== undefined)
}

function actOfLine(line: string): ActName | undefined {
  const words = line
    .replace(/(^|\s)#.*$/, '')
    .replaceAll(/["'`]/g, '')
    .trim()
    .split(/\s+/)
  if (words[0] === 'echo' || words[0] === 'printf') return undefined
  if (words.includes('--help') || words.includes('--dry-run')) return undefined
  const begin = words.findIndex((word) => helper.test(word))
  return begin < 0 ? undefined : words.slice(begin + 1).find(isActName)
}

/** Whether a word is the name of something that is done to a replica. */
export function isActName(word: string): word is ActName {
  return names.has(word)
}
