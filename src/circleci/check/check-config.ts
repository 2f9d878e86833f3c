import type { Node } from 'yaml'
import { checkPlaceholders } from './check-placeholders.ts'
import { checkSteps } from './check-steps.ts'
import { checkWorkflow } from './check-workflow.ts'
import { Definitions } from './definitions.ts'
import { ConfigDocument } from './document.ts'
import { checkArguments } from './parameters.ts'
import type { ConfigProblem } from './problem.ts'

export type { ConfigProblem } from './problem.ts'

/**
 * Every problem of a CircleCI config, or of a packed orb, found without CircleCI. `orbs` holds the packed source of the
 * orbs at hand, by their reference without the version ("acme/prod-replica"); calls of other orbs are left unchecked,
 * which one problem of the rule `unchecked` says for each. Never throws: what can't be read is a problem too.
 */
export function checkConfig(source: { path: string; text: string }, orbs: Readonly<Record<string, string>>): ConfigProblem[] {
  const document = new ConfigDocument(source)
  if (document.problems.length > 0) return document.problems
  if (document.entries(document.root).length === 0) {
    document.report('unreadable', document.root, 'this is no CircleCI config: it is not a map', 'Begin with version: 2.1.')
    return document.problems
  }
  const definitions = new Definitions(document, document.root, orbs)
  checkDefinitions(document, definitions)
  for (const { key, value } of document.entries(document.get(document.root, 'workflows')))
    if (key !== 'version') checkWorkflow(document, definitions, value)
  return document.problems
}

function checkDefinitions(document: ConfigDocument, definitions: Definitions): void {
  for (const kind of ['jobs', 'commands', 'executors'] as const) {
    for (const { key, value } of document.entries(document.get(document.root, kind))) {
      checkPlaceholders(document, { kind, name: key, node: value })
      checkSteps(document, definitions, document.get(value, 'steps'))
      if (kind === 'jobs') checkExecutor(document, definitions, document.get(value, 'executor'))
    }
  }
}

function checkExecutor(document: ConfigDocument, definitions: Definitions, node: Node | undefined): void {
  const name = document.text(node) ?? document.text(document.get(node, 'name'))
  if (name === undefined || name.includes('<<') || !node) return
  const found = definitions.find('executors', name)
  if (found === undefined) document.report('undefined-executor', node, `no executor is named "${name}"`, 'Define it, or correct the name.')
  else if (found !== 'unchecked') {
    const given = document.entries(node)
    checkArguments(document, { name, node, given }, found, new Set(['name']))
  }
}
