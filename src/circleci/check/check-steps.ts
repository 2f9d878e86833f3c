import type { Node } from 'yaml'
import type { Definitions } from './definitions.ts'
import type { ConfigDocument } from './document.ts'
import { checkArguments } from './parameters.ts'

const deepestSteps = 20
const builtIn = new Set(
  'run checkout setup_remote_docker save_cache restore_cache deploy store_artifacts store_test_results persist_to_workspace attach_workspace add_ssh_keys when unless steps'.split(
    ' ',
  ),
)

/** Checks that every step is known and that commands are called with the parameters they declare. */
export function checkSteps(document: ConfigDocument, definitions: Definitions, steps: Node | undefined, depth = 0): void {
  if (depth > deepestSteps) return
  for (const step of document.items(steps)) {
    const name = document.text(step)
    if (name !== undefined) checkCall(document, definitions, { name, node: step, body: undefined })
    const [entry] = document.entries(step)
    if (!entry) continue
    const nested = entry.key === 'when' || entry.key === 'unless'
    if (nested) checkSteps(document, definitions, document.get(entry.value, 'steps'), depth + 1)
    else checkCall(document, definitions, { name: entry.key, node: entry.keyNode, body: entry.value })
  }
}

function checkCall(document: ConfigDocument, definitions: Definitions, call: { name: string; node: Node; body: Node | undefined }): void {
  if (call.name.includes('<<')) return
  const found = definitions.find('commands', call.name)
  if (found === undefined) {
    if (!builtIn.has(call.name))
      document.report('undefined-step', call.node, `no step or command is named "${call.name}"`, 'Define the command, or correct the name.')
  } else if (found !== 'unchecked') {
    checkArguments(document, { name: call.name, node: call.node, given: document.entries(call.body) }, found, new Set())
  }
}
