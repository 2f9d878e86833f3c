import type { Config } from '@circleci/circleci-config-sdk'
import { stringify } from 'yaml'
import { fail } from '../errors.ts'

export interface ConfigOptions {
  /** `namespace/name@version`; the version may be `1`, `1.2`, `1.2.3`, `volatile` or `dev:<name>`. */
  orb: string
  /** Contexts that hold the AWS role; none where the project has it itself. */
  contexts?: readonly string[]
  /** Path of replica.yml where it is not at the top. */
  config?: string
}

const workflow = 'rehearse-changes'
const job = 'rehearse'

/**
 * A minimal .circleci/config.yml: the `orbs:` line and one workflow with the orb's `rehearse` job. It is made with
 * CircleCI's config SDK, loaded here alone. Throws `circleci.bad_orb`.
 */
export async function generateConfig(options: ConfigOptions): Promise<string> {
  const reference = /^([a-z0-9-]+)\/([a-z0-9-]+)@([\w.:/-]+)$/i.exec(options.orb)
  const [, namespace, name, version] = reference ?? []
  if (namespace === undefined || name === undefined || version === undefined) throw fail('circleci.bad_orb', { orb: options.orb })
  const sdk = await loadSdk()
  const manifest = { jobs: { [job]: new sdk.parameters.CustomParametersList<'string'>() }, commands: {}, executors: {} }
  const orb = new sdk.orb.OrbImport('prod-replica', namespace, name, version, undefined, manifest)
  const rehearse = orb.jobs[job]
  if (rehearse === undefined) throw new TypeError(`the orb's manifest lost its ${job} job`)
  const jobs = [new sdk.workflow.WorkflowJob(rehearse, parametersOf(options))]
  const generated = new sdk.Config(false, [], [new sdk.Workflow(workflow, jobs)], [], [], undefined, [orb]).generate()
  return stringify(tidy(generated), { lineWidth: 0 })
}

/** What a person would have written: the SDK adds empty sections, and an empty map to a job without parameters. */
function tidy({ version, orbs, workflows }: ReturnType<Config['generate']>): object {
  const text = JSON.stringify({ version, orbs, workflows })
  return JSON.parse(text, (_, value: unknown) => (isBareJob(value) ? `prod-replica/${job}` : value)) as object
}

function isBareJob(value: unknown): boolean {
  return JSON.stringify(value) === `{"prod-replica/${job}":{}}`
}

function parametersOf({ contexts, config }: ConfigOptions): Record<string, string | string[]> {
  return {
    ...(contexts === undefined || contexts.length === 0 ? {} : { context: [...contexts] }),
    ...(config === undefined ? {} : { config }),
  }
}

type Sdk = typeof import('@circleci/circleci-config-sdk')

/** The package is a UMD bundle: Node finds its members under `default` alone, a bundler beside it; its types know neither. */
async function loadSdk(): Promise<Sdk> {
  const loaded = (await import('@circleci/circleci-config-sdk')) as Sdk & { default?: Sdk }
  return loaded.default ?? loaded
}
