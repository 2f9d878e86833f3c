import { expect } from 'chai'
import { stableLines } from '../../../src/rehearsal/judge/stable-lines.ts'

const differs = (first: string, second: string, candidate: string) => stableLines(first, second)?.differenceFrom(candidate)

describe('what is printed', () => {
  it('differs by its line', () => {
    expect(differs('a\nELA 45 %', 'a\nELA 45 %', 'a\nELA 0 %')).to.deep.equal({ line: 2, before: 'ELA 45 %', after: 'ELA 0 %' })
    expect(differs('a\nb', 'a\nb', 'a')?.line).to.equal(2)
    expect(differs('a', 'a', 'a\nb')?.line).to.equal(2)
  })

  it('is compared word by word in a line that is another every time', () => {
    expect(differs('run 7f3 ELA 45', 'run 9c1 ELA 45', 'run 111 ELA 45')).to.equal(undefined)
    expect(differs('run 7f3 ELA 45', 'run 9c1 ELA 45', 'run 111 ELA 44')?.line).to.equal(1)
  })

  it('may say when it ran, how long it took and where it lies', () => {
    expect(differs('at 2026-11-25 10:00:01', 'at 2026-11-25 10:00:01', 'at 2026-11-25 10:00:02')).to.equal(undefined)
    expect(differs('took 4.1 s', 'took 4.1 s', 'took 5 s')).to.equal(undefined)
    expect(differs('/a/base/x.py: ok', '/a/base/x.py: ok', '/a/x.py: ok')).to.equal(undefined)
  })

  it('may not say another day, another hour or other minutes of the data', () => {
    expect(differs('last 2024-05-01 08:00:00', 'last 2024-05-01 08:00:00', 'last 2024-05-02 08:00:00')?.line).to.equal(1)
    expect(differs('late 12 min', 'late 12 min', 'late 15 min')?.line).to.equal(1)
  })

  it('is nothing to compare where nothing stays the same', () => {
    expect(stableLines('7f3', '9c1')).to.equal(undefined)
    expect(stableLines('a\nb', 'a')).to.equal(undefined)
    expect(stableLines('', '')).to.equal(undefined)
  })
})
