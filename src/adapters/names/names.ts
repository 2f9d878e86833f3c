import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { LeadRequest, LedCommand, Names, NamesWay } from '../../ports/names.ts'
import { leadByHooks } from './hooks.ts'
import { canLeadPrivately, leadPrivately } from './private.ts'
import { canLeadAll, leadForAll } from './shared.ts'

/** Host names on this machine. `hosts` is its hosts file. */
export function createNames(hosts = '/etc/hosts'): Names {
  let way: Promise<NamesWay> | undefined
  return {
    way() {
      way ??= findWay(hosts)
      return way
    },
    canListen,
    lead: (request) => lead(request, hosts),
  }
}

async function findWay(hosts: string): Promise<NamesWay> {
  if (!(await canListen(0))) return 'none'
  // Whichever way it is: a block that a dead run has left would lead everybody astray.
  const isShared = await canLeadAll(hosts)
  if (await canLeadPrivately()) return process.getuid?.() === 0 ? 'private' : 'private-user'
  return isShared ? 'shared' : 'hooks'
}

function lead(request: LeadRequest, hosts: string): Promise<LedCommand> {
  if (request.way === 'hooks') return leadByHooks(request)
  return request.way === 'shared' ? leadForAll(request, hosts) : leadPrivately(request)
}

/** Linux listens on all of 127.0.0.0/8; others know one address of loopback, on which one port is one recorder's. */
async function canListen(port: number): Promise<boolean> {
  const server = createServer().listen(port, `127.77.77.${randomInt(1, 255)}`)
  try {
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
