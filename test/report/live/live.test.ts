import { expect } from 'chai'
import type { Event } from '../../../src/events.ts'
import { formatHeartbeat, formatLive } from '../../../src/report/live/live.ts'
import { advanceLive, isLive, type LiveState, nothingLive } from '../../../src/report/live/state.ts'

const start = Date.parse('2026-01-01T00:00:00Z')
const room = { columns: 100, rows: 24 }
const name = (stack: string) => `prod-replica-pr-42-${stack}`

type Told = { [Code in Event['code']]: { code: Code; data: Extract<Event, { code: Code }>['data']; seconds?: number } }[Event['code']]

function stateAfter(...told: Told[]): LiveState {
  const events = told.map(({ code, data, seconds = 0 }) => ({ code, data, at: new Date(start + seconds * 1000).toISOString() }) as Event)
  return events.reduce(advanceLive, nothingLive)
}

const begun: Told[] = [
  {
    code: 'replica.create_started',
    data: {
      replicaId: 'pr-42',
      stacks: [
        { stack: name('network'), needs: [], resources: 5, seconds: 60 },
        { stack: name('data'), needs: [name('network')], resources: 2, seconds: 600 },
        { stack: name('mail'), needs: [], resources: 1, seconds: 20 },
      ],
    },
  },
  { code: 'stack.create_started', data: { stack: name('network'), resources: 5 } },
  { code: 'stack.create_started', data: { stack: name('mail'), resources: 1 } },
  {
    code: 'stack.progressed',
    seconds: 10,
    data: {
      stack: name('network'),
      verb: 'create',
      done: 3,
      of: 5,
      open: [{ logicalId: 'Nat', seconds: 4 }],
      left: { seconds: 50, path: ['Nat', 'Route'] },
    },
  },
  { code: 'stack.create_completed', seconds: 12, data: { stack: name('mail'), seconds: 11.5 } },
]

describe('formatLive', () => {
  it('shows the whole, each stack with what it waits for, the time left and the critical path', () => {
    expect(formatLive(stateAfter(...begun), start + 20_000, room)).to.deep.equal([
      '1 of 3 stacks up, 4 of 8 resources; 20 s so far, about 10 min 40 s left',
      '· network ███████░░░░░     3/5  about 40 s left: Nat 14 s',
      '  data    ░░░░░░░░░░░░     0/2  waits for network',
      '✓ mail    ████████████     1/1  up after 12 s',
      '  longest: network/Nat → network/Route → data',
    ])
  })

  it('fits the terminal, however small, and counts the stacks that it leaves out', () => {
    const many = Array.from({ length: 40 }, (_, number): Told => {
      return { code: 'stack.create_started', data: { stack: name(`stack-with-a-long-name-${number}`), resources: 3 } }
    })
    for (const [columns, rows] of [
      [30, 6],
      [80, 10],
      [8, 2],
      [200, 60],
    ] as const) {
      const lines = formatLive(stateAfter(...many, ...begun), start + 20_000, { columns, rows })
      expect(lines.length).to.be.lessThan(rows)
      for (const line of lines) expect(line.length).to.be.lessThan(columns)
    }
    const lines = formatLive(stateAfter(...many), start, { columns: 80, rows: 10 })
    expect(lines).to.include('  and 34 stacks more')
  })

  it('lets no name move the cursor', () => {
    const state = stateAfter({ code: 'stack.create_started', data: { stack: 'a\u001b[2J\nb', resources: 1 } })
    expect(formatLive(state, start, room).join('')).to.not.match(/\p{Control}/u)
  })

  it('waits for nobody after a failure, and begins anew with the next phase', () => {
    const failed: Told = { code: 'stack.resource_failed', data: { stack: name('network'), logicalId: 'Nat', type: 'X', reason: 'no' } }
    const state = stateAfter(...begun, failed)
    expect(isLive(state)).to.equal(false)
    const phases = Object.fromEntries(state.stacks.map((stack) => [stack.name.replace(name(''), ''), stack.phase]))
    expect(phases).to.deep.equal({ network: 'failed', data: 'left', mail: 'up' })
    expect(stateAfter(...begun, { code: 'rehearsal.phase_started', data: { phase: 'teardown' } })).to.deep.equal(nothingLive)
  })

  it('shows a teardown too', () => {
    const state = stateAfter(
      { code: 'stack.delete_started', data: { stack: name('data') } },
      { code: 'stack.delete_started', data: { stack: name('mail') } },
      { code: 'stack.delete_completed', data: { stack: name('mail'), seconds: 3 } },
    )
    expect(formatLive(state, start + 5_000, room)[0]).to.equal('1 of 2 stacks gone; 5 s so far, about done')
    expect(isLive(state)).to.equal(true)
  })
})

describe('formatHeartbeat', () => {
  it('names what is open and the time that is left', () => {
    expect(formatHeartbeat(stateAfter(...begun), start + 70_000)).to.equal(
      'still waiting after 1 min 10 s for network/Nat; about 10 min 0 s left',
    )
  })
})
