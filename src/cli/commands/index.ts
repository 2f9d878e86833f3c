import type { Command } from '../command.ts'

/** A command by name; its file is loaded only when it is asked for. The summary stands here so that --help loads none. */
export interface CommandEntry {
  /** False for one that only the helper itself starts: it is not listed. */
  summary: string | false
  /** What is named without an option: yargs' word for the option that it fills. */
  operand?: string
  load(): Promise<Command>
}

export const commands: Readonly<Record<string, CommandEntry>> = {
  plan: {
    summary: 'show what the replica will hold and how it differs from production',
    load: async () => (await import('./plan.ts')).plan as unknown as Command,
  },
  policy: {
    summary: 'print the IAM policies that the roles of CI need, and no more',
    load: async () => (await import('./policy.ts')).policy as unknown as Command,
  },
  'provision-replica': {
    summary: 'create or adopt the replica; returns when its stores can be used',
    load: async () => (await import('./provision-replica.ts')).provisionReplica as unknown as Command,
  },
  preflight: {
    summary: 'judge the change in seconds, from the last recording on the main branch',
    load: async () => (await import('./preflight.ts')).preflight as unknown as Command,
  },
  'run-integration': {
    summary: 'apply the change, run checks and pipelines, write the verdict',
    load: async () => (await import('./run-integration.ts')).runIntegration as unknown as Command,
  },
  mask: {
    summary: 'show and confirm the columns that need no mask rule',
    load: async () => (await import('./mask.ts')).mask as unknown as Command,
  },
  notify: {
    summary: 'e-mail the verdict',
    load: async () => (await import('./notify.ts')).notify as unknown as Command,
  },
  report: {
    summary: 'render the report from result files, and merge those of shards',
    load: async () => (await import('./report.ts')).report as unknown as Command,
  },
  teardown: {
    summary: 'delete the replica and prove that nothing is left',
    load: async () => (await import('./teardown.ts')).teardown as unknown as Command,
  },
  rehearse: {
    summary: 'all four in one process',
    load: async () => (await import('./rehearse.ts')).rehearse as unknown as Command,
  },
  doctor: {
    summary: 'say whether teardown is guaranteed in a CircleCI config',
    operand: '[file]',
    load: async () => (await import('./doctor.ts')).doctor as unknown as Command,
  },
  list: {
    summary: 'show the replicas of this account and region',
    load: async () => (await import('./list.ts')).list as unknown as Command,
  },
  reap: {
    summary: 'delete the replicas that are past their expiry, and what is left of any',
    load: async () => (await import('./reap.ts')).reap as unknown as Command,
  },
  extend: {
    summary: 'move the expiry of a replica',
    load: async () => (await import('./extend.ts')).extend as unknown as Command,
  },
  bootstrap: {
    summary: 'deploy, once an account, what replicas need: roles, boundary, staging bucket',
    load: async () => (await import('./bootstrap.ts')).bootstrap as unknown as Command,
  },
  'host-work': {
    summary: false,
    load: async () => (await import('./host-work.ts')).hostWork as unknown as Command,
  },
  local: {
    summary: 'run the local cloud and print the environment for it',
    load: async () => (await import('./local.ts')).local as unknown as Command,
  },
}
