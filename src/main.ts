import { resolve } from 'node:path'
import { createClock } from './adapters/clock.ts'
import { createCloud } from './adapters/cloud.ts'
import { createDatabases } from './adapters/databases.ts'
import { createEntropy } from './adapters/entropy.ts'
import { createFiles } from './adapters/files.ts'
import { createLinks } from './adapters/links.ts'
import { createNames } from './adapters/names/names.ts'
import { createOutput } from './adapters/output.ts'
import { createParcels } from './adapters/parcels.ts'
import { findProgram } from './adapters/program.ts'
import { createRelays } from './adapters/relays/relays.ts'
import { createRevisions } from './adapters/revisions.ts'
import { createSeals } from './adapters/seals.ts'
import { createShell } from './adapters/shell.ts'
import { createSmtpMailer } from './adapters/smtp-mailer.ts'
import { type MakePorts, runCli } from './cli/run.ts'
import { fail } from './errors.ts'
import type { Environment, Ports } from './ports/index.ts'
import type { Output } from './ports/output.ts'

/** The only impure root: makes the ports, owns the signals, sets the exit code. */
async function main(): Promise<void> {
  const output = createOutput(process, process.env)
  process.on('exit', () => output.show([])) // whatever the end, the terminal is given back
  const interrupted = interruption(output)
  const make: MakePorts = (environment, folder) => makePorts(environment, resolve(folder), interrupted)
  process.exit(await runCli(process.argv.slice(2), { ...process.env }, make))
}

function makePorts(environment: Environment, folder: string, interrupted: AbortSignal): Ports {
  return {
    clock: createClock(),
    entropy: createEntropy(),
    files: createFiles(folder),
    shell: createShell(),
    revisions: createRevisions(folder),
    output: createOutput(process, environment),
    databases: createDatabases(),
    relays: createRelays(),
    names: createNames(),
    links: createLinks(),
    seals: createSeals(),
    parcels: createParcels(),
    program: findProgram(process),
    folder,
    workingFolder: process.cwd(),
    environment,
    interrupted,
    cloud: (region, access) => createCloud(environment, region, access),
    smtp: createSmtpMailer,
  }
}

/** Aborted by the first SIGINT or SIGTERM, after which we clean up. A second one ends the process at once. */
function interruption(output: Output): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      const reason = fail('cli.interrupted', { signal })
      if (controller.signal.aborted) process.exit(reason.exitCode)
      output.report(`\n${signal}: cleaning up; once more ends at once and leaves the replica to its expiry\n`)
      controller.abort(reason)
    })
  }
  if (process.env.PROD_REPLICA_UNTIL_INPUT_ENDS === 'yes') {
    // On a host of the replica: whoever started us is killed when the work is cancelled, and leaves nothing but this.
    process.stdin.resume().on('end', () => controller.abort(fail('cli.interrupted', { signal: 'SIGTERM' })))
  }
  return controller.signal
}

void main()
