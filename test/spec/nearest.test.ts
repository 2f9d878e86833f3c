import { expect } from 'chai'
import { nearest } from '../../src/spec/nearest.ts'

describe('nearest', () => {
  for (const [found, expected] of [
    ['pipelnes', 'pipelines'],
    ['Stores', 'stores'],
    ['notfy', 'notify'],
    ['chnage', 'change'],
    ['database', undefined],
    ['', undefined],
  ] as const) {
    it(`finds ${expected ?? 'nothing'} for "${found}"`, () => {
      expect(nearest(found, ['pipelines', 'stores', 'notify', 'change'])).to.equal(expected)
    })
  }
})
