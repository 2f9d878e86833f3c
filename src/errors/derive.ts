import type { Catalogue, ErrorText } from './entry.ts'
import { ExitCode } from './entry.ts'

export const deriveErrors = {
  'derive.parameter_needed': (c: { place: string; stack: string; parameter: string; isSecret: boolean; isFile: boolean }): ErrorText => ({
    message: c.isSecret
      ? `the value of the parameter ${c.parameter} is secret (NoEcho), so it cannot be read from production.`
      : `the parameter ${c.parameter} has no value.`,
    place: c.place,
    remedy: c.isFile
      ? `Give the replica a value of its own in replica.yml under production.templates.${c.stack}.parameters.${c.parameter}.`
      : `Give the replica a value of its own in replica.yml under production.parameters.${c.stack}.${c.parameter}.`,
    exitCode: ExitCode.badInput,
  }),
  'derive.name_impossible': (c: { place: string; resource: string; property: string; name: string }): ErrorText => ({
    message: `no name for the replica’s ${c.resource} can be made from ${c.property} "${c.name}" within the length and letters that AWS allows.`,
    place: c.place,
    remedy: 'Use a shorter replica id, or a shorter name in production.',
    exitCode: ExitCode.badInput,
  }),
  'derive.stacks_in_circle': (c: { path: readonly string[] }): ErrorText => ({
    message: `these stacks import from one another in a circle: ${c.path.join(' → ')}.`,
    place: 'production',
    remedy: 'Take one of the imports out of production’s templates: such stacks can never be created anew.',
    exitCode: ExitCode.badInput,
  }),
  'derive.name_taken': (c: { stack: string; name: string }): ErrorText => ({
    message: `the template already has something named ${c.name}, which the plan must add.`,
    place: c.stack,
    remedy: 'Names that start with ProdReplica are the plan’s own: rename it in production’s template.',
    exitCode: ExitCode.badInput,
  }),
  'derive.host_unknown': (c: {
    place: string
    host: string
    reason: string
    known: readonly string[]
    nearest: string | undefined
  }): ErrorText => ({
    message: `"${c.host}" is to do the work, ${c.reason}.`,
    place: c.place,
    remedy: `${c.nearest === undefined ? '' : `Did you mean ${c.nearest}? `}Name an EC2 instance or an Auto Scaling group of these stacks: ${c.known.join(', ') || 'there is none'}. Or write run-on: auto.`,
    exitCode: ExitCode.badInput,
  }),
  'derive.resource_refused': (c: { stack: string; resource: string; type: string; reason: string }): ErrorText => ({
    message: `${c.resource} (${c.type}) cannot be part of a replica: ${c.reason}.`,
    place: c.stack,
    remedy: `If it is safe beside production, name it in replica.yml: replica.allow: [${c.resource}].`,
    exitCode: ExitCode.badInput,
  }),
  'derive.nothing_left': (c: { stacks: readonly string[] }): ErrorText => ({
    message: 'nothing of these stacks can be part of a replica: every resource is left out.',
    place: c.stacks.join(', '),
    remedy: 'prod-replica plan says why of each. Name the stacks that hold the databases and hosts under production in replica.yml.',
    exitCode: ExitCode.badInput,
  }),
  'derive.leaks_found': (c: {
    stack: string
    path: string
    found: string
    meaning: string
    line?: number
    column?: number
  }): ErrorText => ({
    message: `the replica would hold "${c.found}": ${c.meaning}.`,
    place: c.line === undefined ? `${c.stack}${c.path}` : `${c.stack}${c.path} (production’s template, ${c.line}:${c.column ?? 1})`,
    remedy: `Make production’s template refer to it (Ref, GetAtt, ImportValue) or, if the replica may use it, name it in replica.yml: replica.allow: ["${c.found}"].`,
    exitCode: ExitCode.badInput,
  }),
} satisfies Catalogue
