import { createHash } from 'node:crypto'
import { type QueryMap, queryList, queryMap, queryText } from '../../protocol/query.ts'
import { invalid } from '../invalid.ts'
import type { GivenParameter } from '../template/parameters.ts'

/** A text that the call must give. Throws ValidationError. */
export function requireText(input: QueryMap, name: string): string {
  const text = queryText(input[name])
  if (text) return text
  const member = name.charAt(0).toLowerCase() + name.slice(1)
  throw invalid(`1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`)
}

/** A text that the call may give; an empty one counts as none. */
export function optionalText(input: QueryMap, name: string): string | undefined {
  return queryText(input[name]) || undefined
}

export function readFlag(input: QueryMap, name: string): boolean | undefined {
  const text = optionalText(input, name)
  return text === undefined ? undefined : text.toLowerCase() === 'true'
}

export function readTexts(input: QueryMap, name: string): string[] {
  return queryList(input[name]).flatMap((item) => queryText(item) ?? [])
}

/** `Tags.member.N.Key|Value`; undefined where the call gives none. Throws ValidationError. */
export function readTags(input: QueryMap): Record<string, string> | undefined {
  if (input.Tags === undefined) return undefined
  const pairs = queryList(input.Tags).map((tag) => [queryText(queryMap(tag).Key) ?? '', queryText(queryMap(tag).Value) ?? ''] as const)
  if (pairs.length > 50) throw invalid('Number of tags exceeds the limit of 50')
  const reserved = pairs.find(([key]) => key.toLowerCase().startsWith('aws:'))
  if (reserved !== undefined) throw invalid('aws: prefixed tag key names are not allowed for external use.')
  return Object.fromEntries(pairs)
}

export function readGivenParameters(input: QueryMap): GivenParameter[] {
  return queryList(input.Parameters).map((item) => {
    const { ParameterKey, ParameterValue, UsePreviousValue } = queryMap(item)
    const value = queryText(ParameterValue)
    const usePrevious = queryText(UsePreviousValue)?.toLowerCase() === 'true'
    return { name: queryText(ParameterKey) ?? '', usePrevious, ...(value === undefined ? {} : { value }) }
  })
}

/** Tells one request from another that has the same token. */
export function digestOf(input: QueryMap): string {
  const { ClientRequestToken: _, ...rest } = input
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex')
}

/** Of express mode, which switches rollback off unless it is asked for. */
export function readDeployment(input: QueryMap): { express: boolean; disableRollback?: boolean } {
  const { Mode, DisableRollback } = queryMap(input.DeploymentConfig)
  const express = queryText(Mode) === 'EXPRESS'
  const given = queryText(DisableRollback)
  const disableRollback = given === undefined ? (express ? true : undefined) : given.toLowerCase() === 'true'
  return { express, ...(disableRollback === undefined ? {} : { disableRollback }) }
}
