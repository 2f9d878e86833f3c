import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const advice = 'python3 -m venv v && v/bin/pip install -r test/conformance/requirements.txt'

/** Runs a script of test/conformance with the Python of PROD_REPLICA_PYTHON; its output, or an error that shows all of it. */
export async function runPython(script: string, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<string> {
  const python = await findPython()
  const path = join(import.meta.dirname, '../conformance', script)
  // The user's own AWS settings stay out of it.
  const env = { PATH: process.env.PATH ?? '', HOME: dirname(python), LC_ALL: 'C.UTF-8', AWS_PAGER: '', ...environment }
  try {
    return (await run(python, [path, ...args], { env })).stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${script} failed:\n${stdout}\n${stderr}`)
  }
}

async function findPython(): Promise<string> {
  const python = process.env.PROD_REPLICA_PYTHON
  if (!python) throw new Error(`PROD_REPLICA_PYTHON must name a Python that has boto3, the AWS CLI and moto: ${advice}`)
  await access(join(dirname(python), 'aws')).catch(() => {
    throw new Error(`there is no AWS CLI beside ${python}: ${advice}`)
  })
  return python
}
