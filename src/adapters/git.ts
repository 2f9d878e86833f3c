import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const maxBuffer = 256 * 1024 * 1024

/** What git says in `folder`, without white space around it; undefined where it is missing or fails. */
export async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await execute('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer })
    return stdout.trim()
  } catch {
    return undefined
  }
}

/**
 * What git says of the repository in `folder` itself, whatever its surroundings name as the repository (as a hook's do). Throws
 * what the child process throws.
 */
export async function gitWithin(folder: string, args: readonly string[], input = ''): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))
  const given = [`--git-dir=${folder}/.git`, `--work-tree=${folder}`, ...args]
  const running = execute('git', given, { cwd: folder, env, encoding: 'utf8', maxBuffer })
  running.child.stdin?.on('error', () => {})
  running.child.stdin?.end(input)
  return (await running).stdout
}
