import { resolve } from 'node:path'
import type { Spec } from '../spec/types.ts'
import type { IntegratePorts } from './ports.ts'
import type { Verdict } from './types.ts'

/** The code that each side runs. */
export interface Code {
  /** Absolute folders. The same one where there is no base revision to export. */
  baseline: string
  candidate: string
  revisions: Verdict['revisions']
  /** Why the baseline does not run the base revision's code. */
  notTested: Verdict['notTested']
}

/**
 * Writes the base revision's code (the merge base of `change.base` and the checkout) into the results folder, which is
 * inside the checkout: what its scripts look for in parent folders, such as node_modules, is found there.
 */
export async function prepareCode(spec: Spec, ports: IntegratePorts): Promise<Code> {
  const candidate = await ports.revisions.current()
  const none = { baseline: ports.folder, candidate: ports.folder }
  if (candidate === undefined) return { ...none, revisions: {}, notTested: [withoutBase('this is no git checkout')] }
  const revisions = { candidate: { sha: candidate.sha, subject: candidate.subject, ...branchOf(candidate) } }
  const sha = await ports.revisions.mergeBase(spec.change.base)
  if (sha === undefined)
    return { ...none, revisions, notTested: [withoutBase(`git knows no common commit with "${spec.change.base}" (a shallow clone?)`)] }
  const folder = resolve(ports.folder, ports.results, 'base')
  await ports.files.remove(folder)
  await ports.revisions.exportTo(sha, folder)
  const base = { ref: spec.change.base, sha }
  return { baseline: folder, candidate: ports.folder, revisions: { ...revisions, base }, notTested: [] }
}

function branchOf(revision: { branch?: string }): { branch?: string } {
  return revision.branch === undefined ? {} : { branch: revision.branch }
}

function withoutBase(why: string): { what: string; why: string } {
  return { what: "the base revision's code: the baseline ran the checkout's, and all migrations count as new", why }
}
