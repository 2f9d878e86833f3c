import { cp, mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createFiles } from '../../../src/adapters/files.ts'
import type { Step } from './step.ts'

/** What one container of a job shares with others, as folders. */
export interface Shelf {
  /** Layers of the workspace, one folder for each container that persisted something. */
  workspace: string
  /** The layers that this job sees, oldest first. */
  layers: readonly string[]
  /** The name of the layer that it writes, `job.node`. */
  ownLayer: string
  artifacts: string
  testResults: string
}

type StorageStep = Extract<Step, { kind: 'attach_workspace' | 'persist_to_workspace' | 'store_artifacts' | 'store_test_results' }>

/** Copies what a step stores or brings. What is not there to be stored is left, as on CircleCI; nothing to persist is an error. */
export async function moveFiles(step: StorageStep, checkout: string, shelf: Shelf): Promise<void> {
  switch (step.kind) {
    case 'attach_workspace':
      return await attach(join(checkout, step.at), shelf)
    case 'persist_to_workspace':
      return await persist(step, checkout, join(shelf.workspace, shelf.ownLayer))
    case 'store_artifacts':
      return await copyIfThere(join(checkout, step.path), join(shelf.artifacts, step.destination))
    case 'store_test_results':
      return await copyIfThere(join(checkout, step.path), shelf.testResults)
  }
}

/** Later layers win over earlier ones; containers of one job must not have written the same file. */
async function attach(target: string, { workspace, layers }: Shelf): Promise<void> {
  const owners = new Map<string, string>()
  for (const layer of layers) {
    const job = layer.slice(0, layer.lastIndexOf('.'))
    for (const file of await filesBelow(join(workspace, layer))) {
      const key = `${job}\n${file}`
      if (owners.has(key)) throw new Error(`concurrent upstream containers persisted the same file into the workspace: ${file}`)
      owners.set(key, layer)
    }
    await copyIfThere(join(workspace, layer), target)
  }
}

async function persist(step: Extract<Step, { kind: 'persist_to_workspace' }>, checkout: string, layer: string): Promise<void> {
  const root = join(checkout, step.root)
  const files = createFiles(root)
  for (const pattern of step.paths) {
    const paths = (await files.exists(pattern)) ? [pattern] : await files.glob(pattern, root)
    if (paths.length === 0) throw new Error(`the specified paths did not match any files: ${pattern}`)
    for (const path of paths) await copyIfThere(join(root, path), join(layer, path))
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

/** Copies a file or folder; symlinks stay what they are. */
export async function copyIfThere(from: string, to: string): Promise<void> {
  if ((await stat(from).catch(() => undefined)) === undefined) return
  await mkdir(join(to, '..'), { recursive: true })
  await cp(from, to, { recursive: true, verbatimSymlinks: true })
}
