import type { Node } from 'yaml'
import type { ConfigDocument } from '../check/document.ts'
import type { Acts } from './acts.ts'
import type { Job, Workflow } from './types.ts'

/** A config as the rules look at it. */
export class View {
  readonly document: ConfigDocument
  readonly workflows: readonly Workflow[]
  readonly #acts: Acts

  constructor(document: ConfigDocument, acts: Acts, workflows: readonly Workflow[]) {
    this.document = document
    this.workflows = workflows
    this.#acts = acts
  }

  /** Where a node is: file:line:column. */
  place(node: Node | undefined): string {
    return this.document.place(node)
  }

  /** A job's name, in quotes. */
  quote(job: Job | undefined): string {
    return JSON.stringify(job?.name ?? '')
  }

  /** What a setting of a call is, or all that its matrix gives it, as text to compare. */
  setting(job: Job, key: string): string {
    const varied = this.document.get(this.document.get(job.body, 'matrix'), 'parameters')
    return JSON.stringify((this.document.get(job.body, key) ?? this.document.get(varied, key))?.toJSON() ?? '')
  }

  /** The workflow's own teardown job, else the orb's by its alias, else a name for one that calls the helper. */
  teardownName(workflow: Workflow): string {
    const own = workflow.jobs.find((job) => isOnlyTeardown(job))
    const [alias] = this.#acts.aliases
    return own?.name ?? (alias === undefined ? 'teardown' : `${alias}/teardown`)
  }
}

function isOnlyTeardown({ acts }: Job): boolean {
  return acts.some(({ name }) => name === 'teardown') && !acts.some(({ name }) => name === 'provision-replica')
}
