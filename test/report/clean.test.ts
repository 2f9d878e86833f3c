import { expect } from 'chai'
import { cleanLine, cleanText, failingLines, shorten } from '../../src/report/clean.ts'

const esc = String.fromCharCode(27)

describe('text that is made safe to show', () => {
  it('loses escape sequences, control characters and direction marks', () => {
    expect(cleanText(`${esc}[1;31mred${esc}[0m ${esc}]0;title\u0007a\u0000b\u202ec\u200fd`)).to.equal('red abcd')
  })

  it('keeps letters of every script, and line breaks where they mean something', () => {
    expect(cleanText('é 日本 😀\r\nنص\rz')).to.equal('é 日本 😀\nنص\nz')
    expect(cleanLine(' a\r\n\tb ')).to.equal('a b')
  })

  it('is cut at a limit, never within a character', () => {
    expect(shorten('ab😀cd', 4)).to.equal('ab…')
    expect(cleanLine('x'.repeat(1_000_000), 10)).to.equal('xxxxxxxxx…')
  })
})

describe('the first failing lines of an output', () => {
  it('begin shortly before the first line that tells of an error', () => {
    const output = ['1', '2', '3', 'Traceback (most recent call last):', '  File "a.py"', 'KeyError: 7'].join('\n')
    expect(failingLines(output)).to.deep.equal(['2', '3', 'Traceback (most recent call last):', '  File "a.py"', 'KeyError: 7'])
  })

  it('are the last lines where none tells of an error', () => {
    const output = Array.from({ length: 50 }, (_, index) => `line ${index}`).join('\n')
    expect(failingLines(output, 3)).to.deep.equal(['line 47', 'line 48', 'line 49'])
  })
})
