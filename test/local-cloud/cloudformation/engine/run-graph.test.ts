import { expect } from 'chai'
import { reverse, runGraph } from '../../../../src/local-cloud/cloudformation/engine/run-graph.ts'
import { Interrupted } from '../../../../src/local-cloud/cloudformation/engine.ts'

const never = new AbortController().signal
const diamond = { top: ['left', 'right'], left: ['root'], right: ['root'], root: [] }

describe('work on a graph', () => {
  it('begins with what waits for nothing, and does independent things at once', async () => {
    const log: string[] = []
    let open = 0
    let most = 0
    const work = async (id: string): Promise<void> => {
      open += 1
      most = Math.max(most, open)
      await new Promise(setImmediate)
      open -= 1
      log.push(id)
    }
    await runGraph(diamond, work, { signal: never, cancels: true })
    expect([log[0], log[3], most]).to.deep.equal(['root', 'top', 2])
  })

  it('leaves out what waits for a failure, and carries on elsewhere', async () => {
    const log: string[] = []
    const work = async (id: string): Promise<void> => {
      if (id === 'left') throw new Error('broken')
      log.push(id)
    }
    const { failed, skipped } = await runGraph({ ...diamond, alone: [] }, work, { signal: never, cancels: false })
    expect([[...failed.keys()], skipped, log.sort()]).to.deep.equal([['left'], ['top'], ['alone', 'right', 'root']])
  })

  it('calls off what runs at the first failure, where asked to', async () => {
    const work = async (id: string, signal: AbortSignal): Promise<void> => {
      if (id === 'bad') throw new Error('broken')
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }
    const { failed } = await runGraph({ slow: [], bad: [] }, work, { signal: never, cancels: true })
    expect(failed.get('slow')).to.be.instanceOf(Interrupted)
  })

  it('turns every edge round', () => {
    expect(reverse(diamond)).to.deep.equal({ top: [], left: ['top'], right: ['top'], root: ['left', 'right'] })
  })
})
