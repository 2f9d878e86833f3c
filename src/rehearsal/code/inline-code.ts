import type { Files } from '../../ports/files.ts'
import { commandReferences } from './files/command.ts'

/**
 * Where a command holds code itself (`psql -c "SELECT …"`), the lines of replica.yml that write it, and empty lines for
 * all others; undefined where it holds none.
 */
export async function inlineCode(command: string, specPath: string, files: Files): Promise<string | undefined> {
  if (!commandReferences(command).some(({ kind }) => kind === 'inline' || kind === 'shell')) return undefined
  const text = await files.readText(specPath).catch(() => undefined)
  const lines = text?.split('\n')
  const wanted = command.split('\n').flatMap((line) => (line.trim().length > 3 ? [line.trim()] : []))
  const own = lines?.map((line) => (wanted.some((each) => line.includes(each) || line.replaceAll('\\"', '"').includes(each)) ? line : ''))
  return own?.some((line) => line !== '') ? own.join('\n') : undefined
}
