import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { fail } from '../errors.ts'
import type { Environment } from '../ports/index.ts'
import type { Revision } from '../ports/revisions.ts'
import type { RunIdentity } from '../stack/types.ts'

const idPattern = /^[a-z][a-z0-9-]{2,19}$/
const wordLength = 11
const hashLength = 8
const ownerLength = 256

/**
 * Who asks for a replica, and for which run. In CircleCI the id is the same for every job and rerun of one pipeline, and
 * another for every other one; on a machine it is the same for one person, folder and branch, so that provision, run and
 * teardown meet. `explicitId` (`--id`) goes before `PROD_REPLICA_ID`, and that before both. Throws
 * `circleci.bad_replica_id`.
 */
export function identifyRun(environment: Environment, revision?: Revision, options: { explicitId?: string } = {}): RunIdentity {
  const run = environment.CIRCLECI === 'true' ? identifyPipeline(environment, revision) : identifyMachine(environment, revision)
  const chosen = chooseId(environment, options.explicitId)
  return chosen === undefined ? run : { ...run, replicaId: chosen }
}

function identifyPipeline(environment: Environment, revision: Revision | undefined): RunIdentity {
  const project = [environment.CIRCLE_PROJECT_USERNAME, environment.CIRCLE_PROJECT_REPONAME].filter(isSet).join('/') || 'project'
  const branch = environment.CIRCLE_BRANCH || environment.CIRCLE_TAG || revision?.branch || 'no-branch'
  const url = environment.CIRCLE_BUILD_URL
  const number = environment.CIRCLE_PIPELINE_NUMBER || environment.CIRCLE_BUILD_NUM
  const repository = environment.CIRCLE_PROJECT_REPONAME || 'project'
  return {
    replicaId: makeId(repository, [project, pipelineOf(environment, revision)]),
    owner: formatOwner(project, environment.CIRCLE_USERNAME || 'circleci'),
    thread: `${project}/${branch}`,
    ...(isSet(url) ? { url } : {}),
    ...(isSet(number) ? { number: `#${number}` } : {}),
  }
}

/** What all jobs of a pipeline share. Not CIRCLE_WORKFLOW_ID: a rerun of the workflow has another. */
function pipelineOf(environment: Environment, revision: Revision | undefined): string {
  const { CIRCLE_PIPELINE_ID, CIRCLE_PIPELINE_NUMBER, CIRCLE_WORKFLOW_WORKSPACE_ID, CIRCLE_SHA1 } = environment
  return [CIRCLE_PIPELINE_ID, CIRCLE_PIPELINE_NUMBER, CIRCLE_WORKFLOW_WORKSPACE_ID, CIRCLE_SHA1, revision?.sha].find(isSet) ?? 'no-pipeline'
}

/** Nothing of the host is in it, so that a container and its host, or two shells, meet the same replica. */
function identifyMachine(environment: Environment, revision: Revision | undefined): RunIdentity {
  const user = environment.USER || environment.LOGNAME || environment.USERNAME || 'someone'
  const project = basename(environment.PWD || '') || 'project'
  const branch = revision?.branch ?? revision?.sha ?? 'no-branch'
  return {
    replicaId: makeId(branch === 'no-branch' ? project : branch, [user, project, branch]),
    owner: formatOwner(project, user),
    thread: `${project}/${branch}`,
  }
}

function chooseId(environment: Environment, explicitId: string | undefined): string | undefined {
  const id = explicitId ?? environment.PROD_REPLICA_ID
  if (explicitId === undefined && !isSet(id)) return undefined
  if (id !== undefined && idPattern.test(id)) return id
  throw fail('circleci.bad_replica_id', { id: printable(id ?? ''), source: explicitId === undefined ? 'PROD_REPLICA_ID' : '--id' })
}

/** A word that people recognize, and a hash that makes it unique: `feature-re-1f2e3d4c`. */
function makeId(word: string, unique: readonly string[]): string {
  const plain = word
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, wordLength)
    .replace(/-+$/, '')
  const hash = createHash('sha256').update(unique.join('\0')).digest('hex').slice(0, hashLength)
  return `${plain || 'run'}-${hash}`
}

/** In a tag's alphabet: letters, digits, spaces and `_.:/=+-@`. */
function formatOwner(project: string, person: string): string {
  return `${project} by ${person}`
    .replace(/[^\p{L}\p{N} _.:/=+\-@]+/gu, '-')
    .slice(0, ownerLength)
    .trim()
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 60)
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}
