import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const helper = resolve('dist/prod-replica.cjs')

export interface HelperEnd {
  exitCode: number | null
  stdout: string
  stderr: string
}

export interface HelperCall {
  folder: string
  environment?: Readonly<Record<string, string>>
  /** Words for Node itself, before the helper's file. */
  node?: readonly string[]
}

/** The bundled helper, as a user would start it, with nothing of this process's environment but PATH. */
export function startHelper(words: readonly string[], call: HelperCall): { child: ChildProcess; end: Promise<HelperEnd> } {
  // Without the metadata service's address the SDK would look for an EC2 instance beyond loopback.
  const environment = { PATH: process.env.PATH ?? '', HOME: call.folder, AWS_EC2_METADATA_DISABLED: 'true', ...call.environment }
  const child = spawn(process.execPath, [...(call.node ?? []), helper, ...words], { cwd: call.folder, env: environment })
  return { child, end: endOf(child) }
}

export function runHelper(words: readonly string[], call: HelperCall): Promise<HelperEnd> {
  return startHelper(words, call).end
}

/** A new folder with these files in it, below the system's temporary one. */
export async function makeProject(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'prod-replica-test-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

async function endOf(child: ChildProcess): Promise<HelperEnd> {
  const output = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk) => {
    output.stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    output.stderr += chunk
  })
  const [exitCode] = await once(child, 'close')
  return { exitCode, ...output }
}
