import { expect } from 'chai'
import { openJournal } from '../../src/actions/journal.ts'
import type { Output } from '../../src/ports/output.ts'
import { createVirtualClock } from '../support/virtual-clock.ts'

function open(isTerminal: boolean) {
  const clock = createVirtualClock()
  const told: string[] = []
  const views: (readonly string[])[] = []
  const output: Output = {
    print: () => {},
    report: (text) => void told.push(text.trim()),
    show: (lines) => void views.push(lines),
    hide: () => {},
    isTerminal,
    wantsColour: false,
    columns: 80,
    rows: 24,
  }
  return { clock, told, views, journal: openJournal({ clock, output }) }
}

const progress = {
  stack: 'data',
  verb: 'create' as const,
  done: 1,
  of: 2,
  open: [{ logicalId: 'Db', seconds: 1 }],
  left: { seconds: 300, path: ['Db'] },
}
const completed = { stack: 'data', logicalId: 'Topic', type: 'AWS::SNS::Topic', seconds: 1, done: 1, of: 2 }

describe('openJournal, in CI', () => {
  it('tells a line for each resource that is up, and after each minute without news what is waited for', async () => {
    const { clock, told, views, journal } = open(false)
    journal.emit('stack.create_started', { stack: 'data', resources: 2 })
    journal.emit('stack.resource_completed', completed)
    for (let seconds = 0; seconds < 200; seconds += 5) {
      journal.emit('stack.progressed', progress)
      await clock.sleep(5_000)
    }
    journal.emit('stack.create_completed', { stack: 'data', seconds: 200 })
    expect(told).to.have.length(6)
    expect(told[1]).to.contain('Topic (AWS::SNS::Topic) is up')
    const beats = told.filter((line) => line.includes('still waiting'))
    expect(beats.map((line) => Math.round(Number.parseFloat(line) / 60))).to.deep.equal([1, 2, 3])
    expect(beats[0]).to.match(/for data\/Db; about (4 min 5\d s|5 min 0 s) left$/)
    expect(views).to.deep.equal([])
  })

  it('keeps what happened for the report, but not how far each stack was', () => {
    const { journal } = open(false)
    journal.emit('stack.create_started', { stack: 'data', resources: 2 })
    journal.emit('stack.progressed', progress)
    journal.emit('stack.create_completed', { stack: 'data', seconds: 200 })
    expect(journal.events.map(({ code }) => code)).to.deep.equal(['stack.create_started', 'stack.create_completed'])
  })
})

describe('openJournal, on a terminal', () => {
  it('shows what is under way and draws it anew every second, without a line for each resource', async () => {
    const { clock, told, views, journal } = open(true)
    journal.emit('stack.create_started', { stack: 'data', resources: 2 })
    journal.emit('stack.resource_completed', completed)
    journal.emit('stack.progressed', progress)
    const before = views.length
    await clock.sleep(5_500)
    expect(views.length - before).to.be.within(5, 6)
    expect(views.at(-1)?.join('\n')).to.contain('Db 6 s')
    journal.emit('stack.create_completed', { stack: 'data', seconds: 6 })
    expect(views.at(-1)).to.deep.equal([])
    expect(told).to.deep.equal([])
  })

  it('takes the view away at the first failure, and leaves the reason to the end', () => {
    const { told, views, journal } = open(true)
    journal.emit('stack.create_started', { stack: 'data', resources: 2 })
    journal.emit('stack.resource_failed', { stack: 'data', logicalId: 'Db', type: 'AWS::RDS::DBInstance', reason: 'the reason' })
    expect(views.at(-1)).to.deep.equal([])
    expect(told.join()).to.contain('Db (AWS::RDS::DBInstance) failed').and.to.not.contain('the reason')
  })

  it('stops drawing when no one watches any more', async () => {
    const { clock, views, journal } = open(true)
    journal.emit('stack.create_started', { stack: 'data', resources: 2 })
    await clock.sleep(120_000)
    expect(views.length).to.be.lessThan(40)
  })
})
