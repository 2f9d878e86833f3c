// Sets the stage for a rehearsal in our own pipeline: production in a local cloud, and a checkout with a change, in the
// folder that is named. Writes `environment` there when all is ready, and serves until it is ended.
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createShow } from '../../examples/demo/show.ts'
import { startStage } from '../support/stage.ts'

const [name = 'stage', change = 'adds-column'] = process.argv.slice(2)
const folder = resolve(name)
await mkdir(folder, { recursive: true })
const stage = await startStage(folder, createShow(process.stdout, process.env))
await stage.checkOut(change, join(folder, 'new-vision'))
const lines = Object.entries(stage.environment).map(([variable, value]) => `export ${variable}='${value}'\n`)
await writeFile(join(folder, 'environment.part'), lines.join(''))
await rename(join(folder, 'environment.part'), join(folder, 'environment'))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stage.stop().then(() => process.exit(0)))
