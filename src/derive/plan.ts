import { failAll, type ReplicaError } from '../errors.ts'
import type { Production } from '../production/types.ts'
import type { Spec } from '../spec/types.ts'
import { assemblePlan } from './assemble.ts'
import { guardRoles } from './boundary/guard-roles.ts'
import { cleanReferences } from './clean/clean-up.ts'
import { dropUnusedMappings, settleConditions } from './clean/conditions.ts'
import { dropTellingDescriptions } from './clean/descriptions.ts'
import { deleteWithStack, withoutDeploymentRules } from './clean/policies.ts'
import { applyRules, ruleSetting } from './decide/apply-rules.ts'
import { type DraftStack, draftStacks, isMade } from './draft.ts'
import { rewireExports } from './exports.ts'
import { addHosts } from './hosts/hosts.ts'
import { findLeaks } from './leaks/leaks.ts'
import { renameResources } from './names/rename.ts'
import { settleNested } from './nested.ts'
import { dropUnusedParameters, passOnlyDeclared, resolveParameters } from './parameters.ts'
import { replacePasswords } from './passwords/replace.ts'
import { respell } from './respell/respell.ts'
import { sitesOf } from './respell/sites.ts'
import { restoreSources } from './rules/restore-sources.ts'
import { addStores } from './stores.ts'
import { tagResources } from './tags.ts'
import type { Plan } from './types.ts'

/**
 * Turns production into a plan that can stand beside it: pure, and the same bytes for the same input. Refused resources
 * and leaks are in the plan, so that it can be shown; `requireNoLeaks` stops it. Throws `derive.parameter_needed`,
 * `derive.name_impossible`, `derive.name_taken`, `derive.host_unknown`, `derive.stacks_in_circle`, `production.store_unknown`.
 */
export function derivePlan(production: Production, spec: Spec, run: { replicaId: string }): Plan {
  const drafts = draftStacks(production, run.replicaId)
  const setting = ruleSetting(production, spec)
  for (const stack of drafts) applyRules(stack, setting)
  for (const stack of drafts) settleNested(stack, spec)
  cleanReferences(drafts)
  const stacks = drafts.filter(isMade)
  replacePasswords(stacks)
  throwAll(stacks.flatMap(resolveParameters))
  const needs = rewireExports(stacks, spec, run.replicaId)
  respellNames(stacks, { replicaId: run.replicaId, needs, allow: spec.replica.allow })
  const stores = addStores(stacks, production, spec)
  const hosts = addHosts(stacks, { production, spec, stores, needs, ...run })
  const all = [...stacks, ...hosts.added]
  for (const stack of all) finish(stack, run.replicaId)
  const boundary = guardRoles(all, production, run.replicaId)
  const plan = assemblePlan(production, { drafts: [...drafts, ...hosts.added], needs, stores, hosts, boundary, replicaId: run.replicaId })
  return { ...plan, leaks: findLeaks(plan, production, spec.replica.allow, restoreSources(production, spec)) }
}

/** Names give way, and whatever said a name or an id of production's says the replica's own. */
function respellNames(stacks: readonly DraftStack[], wired: Parameters<typeof respell>[3]): void {
  const sites = stacks.flatMap(sitesOf)
  const { renames, faults } = renameResources(stacks, sites, wired.replicaId)
  throwAll(faults)
  const find = respell(stacks, sites, renames, wired)
  const isKnown = (text: string) => find(text).length > 0
  for (const stack of stacks) settleConditions(stack, isKnown)
  for (const stack of stacks) dropTellingDescriptions(stack, isKnown)
}

/** Children before their parents, which pass them no more than they still take. */
function finish(stack: DraftStack, replicaId: string): void {
  deleteWithStack(stack)
  withoutDeploymentRules(stack)
  tagResources(stack, replicaId)
  dropUnusedMappings(stack)
  for (const child of stack.children.values()) dropUnusedParameters(child)
  passOnlyDeclared(stack)
  if (stack.parent === undefined) dropUnusedParameters(stack)
}

function throwAll(faults: readonly ReplicaError[]): void {
  if (faults.length > 0) throw failAll(faults)
}
