import type { InferredOptionTypes, Options } from 'yargs'
import type { ExitCode } from '../errors.ts'
import type { Ports } from '../ports/index.ts'

export type OptionSet = Readonly<Record<string, Options>>

/** One command: what it takes, how it is used, and the one call that does it. */
export interface Command<Set extends OptionSet = OptionSet> {
  summary: string
  options: Set
  /** Lines for --help: the command, and what it is for. */
  examples: readonly (readonly [line: string, what: string])[]
  run(options: InferredOptionTypes<Set>, ports: Ports): Promise<ExitCode>
}

/** Keeps the types of a command's options for its `run`. */
export function defineCommand<const Set extends OptionSet>(command: Command<Set>): Command<Set> {
  return command
}

/** Options that every command has. */
export const everywhere = {
  json: { type: 'boolean', default: false, describe: 'print one JSON document on stdout' },
  verbose: { type: 'boolean', default: false, describe: 'show details of errors, with their stack' },
} as const satisfies OptionSet

/** Options of the commands that work on a run: where its files are and which replica is meant. */
export const ofRun = {
  ...everywhere,
  config: { type: 'string', default: 'replica.yml', requiresArg: true, describe: 'the team’s file' },
  results: { type: 'string', default: '.prod-replica', requiresArg: true, describe: 'folder for the result files' },
  id: { type: 'string', requiresArg: true, describe: 'the replica’s id, in place of the one made from the CI run' },
  region: { type: 'string', requiresArg: true, describe: 'AWS region, in place of production.region' },
  role: { type: 'string', requiresArg: true, describe: 'ARN of the AWS role to take, in place of replica.yml’s; none for none' },
  local: { type: 'string', describe: 'use the local cloud in this folder (.prod-replica/cloud without one)' },
} as const satisfies OptionSet

/** Of those that send something through a bucket: templates, or work for a host. */
export const ofStaging = {
  ...ofRun,
  'staging-bucket': {
    type: 'string',
    requiresArg: true,
    describe: 'bucket for large templates, nested stacks and work on hosts, in the same region',
  },
} as const satisfies OptionSet

export const ofProvision = {
  ...ofStaging,
  wait: { type: 'string', requiresArg: true, describe: 'how long to wait where replica.at-most are up already: 30m' },
  ttl: { type: 'string', requiresArg: true, describe: 'life of the replica, in place of replica.ttl: 90m, 4h' },
} as const satisfies OptionSet

export const ofNotify = {
  ...ofRun,
  'require-delivery': { type: 'boolean', default: false, describe: 'exit 3 when the mail could not be sent' },
} as const satisfies OptionSet
