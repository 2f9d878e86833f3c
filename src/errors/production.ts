import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

export const productionErrors = {
  'production.template_invalid': (c: { place: string; reason: string }): ErrorText => ({
    message: `this is not a CloudFormation template that can be read: ${c.reason}.`,
    place: c.place,
    remedy: 'Mend the template, or name another in replica.yml under production.',
    exitCode: ExitCode.badInput,
  }),
  'production.template_faulty': (c: { place: string; reason: string; remedy?: string }): ErrorText => ({
    message: `CloudFormation could not take this template: ${c.reason}.`,
    place: c.place,
    remedy: c.remedy ?? 'Mend the template, or name another in replica.yml under production.',
    exitCode: ExitCode.badInput,
  }),
  'production.file_missing': (c: { stack: string; path: string }): ErrorText => ({
    message: `there is no template file for ${c.stack}.`,
    place: c.path,
    remedy: 'Correct the path under production.templates in replica.yml; paths are relative to that file.',
    exitCode: ExitCode.badInput,
  }),
  'production.stack_missing': (c: { stack: string; region: string; nearest: readonly string[] }): ErrorText => ({
    message: `there is no stack named "${c.stack}" in ${c.region}.`,
    place: 'production.stacks',
    remedy: `${c.nearest.length === 0 ? '' : `Did you mean ${c.nearest.join(' or ')}? `}Check production.stacks and production.region in replica.yml, and the account of these credentials.`,
    exitCode: ExitCode.badInput,
  }),
  'production.stack_unready': (c: { stack: string; status: string }): ErrorText => ({
    message: `the stack "${c.stack}" is ${c.status}: it is no whole production.`,
    place: 'production.stacks',
    remedy: 'Wait until its operation has ended, or take it out of production.stacks.',
    exitCode: ExitCode.inconclusive,
  }),
  'production.stack_vanished': (c: { stack: string }): ErrorText => ({
    message: `the stack "${c.stack}" was deleted while it was being read.`,
    place: 'production.stacks',
    remedy: 'Run again once nobody deploys; if it is gone for good, take it out of production.stacks.',
    exitCode: ExitCode.inconclusive,
  }),
  'production.nested_missing': (c: { stack: string; reason: string; path?: string }): ErrorText => ({
    message: `the nested stack ${c.stack} ${c.reason}.`,
    place: c.path ?? 'production.stacks',
    remedy:
      c.path === undefined
        ? 'Update its parent stack, which makes it whole again; a replica of a part is no replica.'
        : 'Correct its TemplateURL: a path is relative to the template that names it.',
    exitCode: ExitCode.badInput,
  }),
  'production.nested_endless': (c: { stack: string; reason: string }): ErrorText => ({
    message: `${c.stack} cannot be read to its end: ${c.reason}.`,
    place: 'production',
    remedy: 'Correct the TemplateURL of the nested stack that the message names.',
    exitCode: ExitCode.badInput,
  }),
  'production.read_denied': (c: { stack: string; denial: string; remedy: string }): ErrorText => ({
    message: c.denial,
    place: c.stack === 'exports' ? 'production’s exports' : `stack ${c.stack}`,
    remedy: `${c.remedy} Reading production takes read permissions alone.`,
    exitCode: ExitCode.inconclusive,
  }),
  'production.no_cloud': (_: object): ErrorText => ({
    message: 'live stacks can only be read with AWS credentials.',
    place: 'production.stacks',
    remedy: 'Set credentials, or give production.templates.',
    exitCode: ExitCode.badInput,
  }),
  'production.store_unknown': (c: { store: string; resource: string; reason: string; known: readonly string[] }): ErrorText => ({
    message: `the store "${c.store}" names the resource "${c.resource}", ${c.reason}.`,
    place: `stores.${c.store}.resource`,
    remedy: `Name one of production’s databases: ${c.known.join(', ') || 'there is none in these stacks'}.`,
    exitCode: ExitCode.badInput,
  }),
  'production.snapshot_missing': (c: { store: string; database: string }): ErrorText => ({
    message: `no snapshot of ${c.database} is available, from which the store "${c.store}" could be restored.`,
    place: `stores.${c.store}.data`,
    remedy: 'Turn on automated backups or take a snapshot; or write a snapshot’s id, or "empty", under data.',
    exitCode: ExitCode.badInput,
  }),
} satisfies Catalogue
