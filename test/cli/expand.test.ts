import { expect } from 'chai'
import { expandVariables } from '../../src/cli/expand.ts'

describe('expandVariables', () => {
  const expand = (text: string): string => expandVariables(text, { BRANCH: '$(rm -rf /)', EMPTY: '' }, 'PROD_REPLICA_ID')

  it('puts the value of ${NAME} in, as it is', () => {
    expect(expand('a-${BRANCH}-${EMPTY}z')).to.equal('a-$(rm -rf /)-z')
  })

  it('does not expand what it has put in', () => {
    expect(expandVariables('${A}', { A: '${B}', B: 'no' }, 'x')).to.equal('${B}')
  })

  it('leaves every other dollar alone', () => {
    expect(expand('$BRANCH $$ ${1} ${BRANCH:-x} $(id)')).to.equal('$BRANCH $$ ${1} ${BRANCH:-x} $(id)')
  })

  it('names a variable that is not set and the place that asked for it', () => {
    expect(() => expand('${NOPE}')).to.throw('PROD_REPLICA_ID: the environment variable NOPE is not set')
  })
})
