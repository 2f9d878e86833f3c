import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

/**
 * Runs a program of test/conformance with the Python that PROD_REPLICA_PYTHON names, and gives what it printed. Rejects
 * with its output when it fails, and with one clear sentence when no Python is named.
 */
export async function runPython(program: string, words: readonly string[], environment: Readonly<Record<string, string>>): Promise<string> {
  const python = process.env.PROD_REPLICA_PYTHON
  if (python === undefined) throw new Error('Set PROD_REPLICA_PYTHON to a Python that has test/conformance/requirements.txt.')
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', ...environment }
  const file = resolve('test/conformance', program)
  try {
    const { stdout } = await promisify(execFile)(python, [file, ...words], { env, maxBuffer: 16 * 1024 * 1024 })
    return stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${program} failed:\n${stdout}\n${stderr}`)
  }
}
