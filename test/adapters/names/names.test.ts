import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { withBlock } from '../../../src/adapters/names/hosts-text.ts'
import { createNames } from '../../../src/adapters/names/names.ts'
import { createShell } from '../../../src/adapters/shell.ts'
import type { LeadRequest } from '../../../src/ports/names.ts'

const name = 'app-db.production.example'
const addresses = { [name]: '127.70.1.2' }

describe('names', function () {
  this.timeout(60_000)
  let folder: string
  let hosts: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'prod-replica-hosts-'))
    hosts = join(folder, 'hosts')
    writeFileSync(hosts, '127.0.0.1 localhost\n')
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  async function printed(request: Pick<LeadRequest, 'way' | 'command'>): Promise<string> {
    const environment = { PATH: process.env.PATH ?? '' }
    const led = await createNames(hosts).lead({ ...request, environment, addresses, everything: true })
    const { output } = await createShell().run({ command: led.command, environment: led.environment, folder })
    await led.end()
    return output
  }

  it('lead Node there, with callbacks, promises and imports', async () => {
    const script = join(folder, 'look.mjs')
    writeFileSync(
      script,
      `import { lookup } from 'node:dns'
       import { lookup as promised } from 'node:dns/promises'
       lookup('${name}', async (error, address, family) => console.log(address, family, (await promised('${name.toUpperCase()}')).address))`,
    )
    expect(await printed({ way: 'hooks', command: `node ${script}` })).to.equal('127.70.1.2 4 127.70.1.2\n')
  })

  it('lead Python there, and run the sitecustomize that ours hides', async () => {
    writeFileSync(join(folder, 'sitecustomize.py'), 'import builtins\nbuiltins.was_here = True\n')
    const look = `import socket; print(socket.getaddrinfo("${name}", 5432)[0][4][0], socket.gethostbyname("${name}"), was_here)`
    const environment = { PATH: process.env.PATH ?? '', PYTHONPATH: folder }
    const request = { way: 'hooks', command: `python3 -c '${look}'`, environment, addresses, everything: false } as const
    const led = await createNames(hosts).lead(request)
    const { output } = await createShell().run({ command: led.command, environment: led.environment, folder })
    await led.end()
    expect(output).to.equal('127.70.1.2 127.70.1.2 True\n')
  })

  it('tell libpq one address, and Java a file; neither where a command has no such name in it', async () => {
    expect(await printed({ way: 'hooks', command: 'echo "$PGHOSTADDR" "$JAVA_TOOL_OPTIONS"' })).to.match(
      /^127\.70\.1\.2 -Djdk\.net\.hosts\.file=\S+\/hosts\n$/,
    )
    const led = await createNames(hosts).lead({ way: 'hooks', command: 'true', environment: {}, addresses, everything: false })
    await led.end()
    expect(led.environment).to.not.have.any.keys('PGHOSTADDR', 'JAVA_TOOL_OPTIONS')
  })

  it('are in the machine’s hosts file while a command runs, and not after', async () => {
    expect(await printed({ way: 'shared', command: `cat ${hosts}` })).to.contain(`127.70.1.2 ${name}\n`)
    expect(readFileSync(hosts, 'utf8')).to.equal('127.0.0.1 localhost\n')
  })

  it('are taken out of it where a run that died has left them', async () => {
    const { pid } = spawnSync('true')
    writeFileSync(hosts, withBlock(readFileSync(hosts, 'utf8'), addresses, pid))
    expect(await createNames(hosts).way()).to.be.oneOf(['private', 'private-user', 'shared'])
    expect(readFileSync(hosts, 'utf8')).to.equal('127.0.0.1 localhost\n')
  })
})
