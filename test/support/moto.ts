import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'

export interface Moto {
  endpoint: string
  environment: Record<string, string>
  close(): Promise<void>
}

const startTimeoutMs = 60_000

/**
 * Starts moto's server (PyPI: `moto[server]`), an AWS that others wrote, on a free port of loopback. The Python that has
 * it is named by PROD_REPLICA_PYTHON.
 */
export async function startMoto(): Promise<Moto> {
  const python = process.env.PROD_REPLICA_PYTHON
  if (!python) throw new Error('PROD_REPLICA_PYTHON must name a Python with moto: python3 -m venv v && v/bin/pip install "moto[server]"')
  const port = await freePort()
  const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2_000)
  })
  const endpoint = `http://127.0.0.1:${port}`
  await untilAnswering(endpoint, child, () => complaint)
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_REGION: 'eu-west-1',
  }
  return { endpoint, environment, close: () => end(child) }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function untilAnswering(endpoint: string, child: ChildProcess, complaint: () => string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`moto did not start: ${complaint()}`)
    if (
      await fetch(`${endpoint}/moto-api/`).then(
        () => true,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`moto does not answer: ${complaint()}`)
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill()
  })
}
