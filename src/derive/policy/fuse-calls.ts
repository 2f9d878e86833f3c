import { iamArn, ourPrefix, ourTag, stackArn } from './arns.ts'
import type { Binding, Statement } from './types.ts'

/** The group of all schedules that delete replicas; `bootstrap` makes it. */
export const scheduleGroup = 'prod-replica'
/** Path of the roles and policies that `bootstrap` makes: no policy of a replica's role reaches what is below it. */
export const bootstrapPath = '/replica-bootstrap/'

/** Making and moving the schedules that delete a replica at its expiry, with the role that they delete with. */
export function lightFuse(binding: Binding): Statement[] {
  const role = iamArn('role', `${bootstrapPath.slice(1)}*`, binding)
  return [
    allow('FuseLight', ['scheduler:CreateSchedule', 'scheduler:GetSchedule', 'scheduler:UpdateSchedule'], schedules(binding)),
    allow('FuseFind', ['scheduler:ListSchedules'], '*'),
    allow('FusePassRole', ['iam:PassRole'], role, { StringEquals: { 'iam:PassedToService': ['scheduler.amazonaws.com'] } }),
  ]
}

/** Taking them away after a teardown. */
export function putOutFuse(binding: Binding): Statement[] {
  return [
    allow('FusePutOut', ['scheduler:DeleteSchedule', 'scheduler:GetSchedule'], schedules(binding)),
    allow('FuseFind', ['scheduler:ListSchedules'], '*'),
  ]
}

/**
 * What the schedules' role may do: delete stacks that are named as ours and carry our tag, and, only while CloudFormation
 * does that for it, what this takes.
 */
export function fuseStatements(binding: Binding): Statement[] {
  const throughCloudFormation = { 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['cloudformation.amazonaws.com'] } }
  return [
    allow('ReplicaStacksDelete', ['cloudformation:DeleteStack'], stackArn(`${ourPrefix}*`, binding), ourTag),
    allow('WhatTheirDeletionTakes', ['*'], '*', throughCloudFormation),
  ]
}

function schedules({ partition, region, account }: Binding): string {
  return `arn:${partition}:scheduler:${region}:${account}:schedule/${scheduleGroup}/*`
}

function allow(Sid: string, Action: string[], Resource: string | string[], Condition?: Statement['Condition']): Statement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) }
}
