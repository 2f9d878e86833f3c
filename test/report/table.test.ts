import { expect } from 'chai'
import { formatTable, widthOf, wrapText } from '../../src/report/table.ts'

describe('a table for a terminal', () => {
  it('aligns its columns and leaves no spaces at the ends of lines', () => {
    const rows = [
      ['renames-column', 'broken', '12'],
      ['adds', 'passed', '9'],
    ]
    expect(
      formatTable(rows, { columns: 80, header: ['change', 'verdict', 's'], align: ['left', 'left', 'right'] }).split('\n'),
    ).to.deep.equal([
      'change          verdict   s',
      '──────          ───────   ─',
      'renames-column  broken   12',
      'adds            passed    9',
    ])
  })

  it('wraps the widest column to stay within the width', () => {
    const text = formatTable([['id', 'a reason that is much too long for one line']], { columns: 30, indent: 2 })
    expect(text.split('\n')).to.deep.equal(['  id  a reason that is much', '      too long for one line'])
  })

  it('breaks a word that is longer than its column, and no character of it', () => {
    expect(wrapText('abcdefgh 😀😀😀', 4)).to.deep.equal(['abcd', 'efgh', '😀😀', '😀'])
  })

  it('counts colours as nothing and wide characters as two', () => {
    expect(widthOf(`${String.fromCharCode(27)}[31mred${String.fromCharCode(27)}[0m`)).to.equal(3)
    expect(widthOf('日本')).to.equal(4)
  })

  it('takes rows of different lengths, and none', () => {
    expect(formatTable([['a'], ['b', 'c']], { columns: 20 })).to.equal('a\nb  c')
    expect(formatTable([], { columns: 20 })).to.equal('')
  })
})
