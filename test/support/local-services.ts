import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '../../src/adapters/clock.ts'
import { createEntropy } from '../../src/adapters/entropy.ts'
import { createFaults } from '../../src/local-cloud/faults/faults.ts'
import { createDatabaseServers } from '../../src/local-cloud/postgres/servers.ts'
import { services } from '../../src/local-cloud/services/index.ts'
import { openState } from '../../src/local-cloud/state.ts'
import type { ServiceRequest, World } from '../../src/local-cloud/types.ts'
import type { Clock } from '../../src/ports/clock.ts'

export interface LocalServices {
  world: World
  /** What AWS SDK clients are made with. */
  config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }
  close(): Promise<void>
}

/** The local cloud's services on a port of loopback, without CloudFormation. */
export async function serveLocalServices(options: { clock?: Clock } = {}): Promise<LocalServices> {
  const folder = await mkdtemp(join(tmpdir(), 'local-services-'))
  await chmod(folder, 0o755)
  const [clock, entropy, state] = [options.clock ?? createClock(), createEntropy(), await openState(folder)]
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const databases = createDatabaseServers({ folder, clock, entropy, state })
  const place = {
    folder,
    account: '123456789012',
    region: 'us-east-1',
    partition: 'aws',
    endpoint,
    timeScale: 0,
    faults: createFaults(clock),
  }
  const world: World = { ...place, clock, entropy, state, databases }
  server.on('request', async (message, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk as Buffer)
    const [path = '/', query = ''] = (message.url ?? '/').split('?', 2)
    const headers = message.headers as Record<string, string>
    const request: ServiceRequest = {
      method: message.method ?? '',
      path,
      query: new URLSearchParams(query),
      headers,
      body: Buffer.concat(chunks),
    }
    const name = headers.authorization?.split('/')[3]
    const service = services.find(({ signingName }) => signingName === name)
    const answer = (await service?.handle(request, world)) ?? { status: 404 }
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await databases.stopAll()
    await rm(folder, { recursive: true, force: true })
  }
  return { world, config: { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }, close }
}
