import yargs, { type Argv } from 'yargs'
import { ExitCode, fail, isReplicaError, type ReplicaError } from '../errors.ts'
import type { Environment, Ports } from '../ports/index.ts'
import { version } from '../version.ts'
import type { Command } from './command.ts'
import { type CommandEntry, commands } from './commands/index.ts'
import { withEnvironmentDefaults } from './environment.ts'
import { formatError, formatErrorJson } from './format-error.ts'
import { openPorts } from './local-door.ts'

/** Makes the ports for an environment and a checkout's folder; main.ts is the only one who can. */
export type MakePorts = (environment: Environment, folder: string) => Ports

/** Runs one command line and tells its exit code. Every error has been told to the user when it returns. */
export async function runCli(argv: readonly string[], environment: Environment, makePorts: MakePorts): Promise<ExitCode> {
  const ports = makePorts(environment, '.')
  try {
    return await parseAndRun(argv, environment, makePorts)
  } catch (error) {
    const told = isReplicaError(error) ? error : fail('cli.unexpected', { reason: reasonOf(error) }, error)
    tell(told, argv, ports)
    return told.exitCode
  }
}

async function parseAndRun(argv: readonly string[], environment: Environment, makePorts: MakePorts): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.passed
  const parser = yargs([...argv])
    .scriptName('prod-replica')
    .usage('$0 <command> [options]\n\nA throw-away replica of production for one CI run.')
    .locale('en')
    .version(version)
    .strict()
    .recommendCommands()
    .demandCommand(1, 'Name a command.')
    .exitProcess(false)
    .wrap(100)
    .epilogue('Exit codes: 0 passed, 1 broken or changed, 2 bad input, 3 inconclusive, 130/143 interrupted after cleaning up.')
    .fail((message, error) => {
      throw error ?? fail('cli.usage', { reason: message, ...commandOf(argv) })
    })
  for (const [name, entry] of Object.entries(commands)) {
    addCommand(parser, name, entry, environment, async (command, options) => {
      const door = await openPorts(options, environment, makePorts)
      try {
        exitCode = await command.run(options as never, door.ports)
      } finally {
        await door.close()
      }
    })
  }
  await parser.parseAsync()
  return exitCode
}

type Run = (command: Command, options: Record<string, unknown>) => Promise<void>

function addCommand(parser: Argv, name: string, entry: CommandEntry, environment: Environment, run: Run): void {
  const usage = entry.operand === undefined ? name : `${name} ${entry.operand}`
  parser.command(
    usage,
    entry.summary as string, // yargs lists nothing of a command whose summary is false; its types do not say so here
    async (sub) => {
      const command = await entry.load()
      sub.usage(`$0 ${usage} [options]\n\n${command.summary}`).options(withEnvironmentDefaults(command.options, environment))
      for (const [line, what] of command.examples) sub.example(line, what)
    },
    async (options) => run(await entry.load(), options),
  )
}

function commandOf(argv: readonly string[]): { command?: string } {
  const command = argv.find((word) => word in commands)
  return command === undefined ? {} : { command }
}

function tell(error: ReplicaError, argv: readonly string[], ports: Ports): void {
  ports.output.report(`${formatError(error, { verbose: argv.includes('--verbose') })}\n`)
  if (argv.includes('--json')) ports.output.print(`${formatErrorJson(error)}\n`)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
