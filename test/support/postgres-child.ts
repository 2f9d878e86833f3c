// A process of its own with one database server: says where the server is, then waits until it is told to stop or killed.
import { createClock } from '../../src/adapters/clock.ts'
import { createEntropy } from '../../src/adapters/entropy.ts'
import { createDatabaseServers } from '../../src/local-cloud/postgres/servers.ts'
import { createMemoryState } from './local-state.ts'

const folder = process.argv[2] ?? ''
const servers = createDatabaseServers({ folder, state: createMemoryState(), clock: createClock(), entropy: createEntropy() })
try {
  const server = await servers.create({ id: 'app', engine: 'postgres', user: 'owner', password: 'password', database: 'app' })
  console.log(JSON.stringify(server))
  process.stdin.resume()
  await new Promise((resolve) => process.stdin.once('end', resolve))
  await servers.stopAll()
} catch (error) {
  console.log(JSON.stringify({ code: (error as { code?: string }).code, message: (error as Error).message }))
}
