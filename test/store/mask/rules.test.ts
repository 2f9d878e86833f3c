import { expect } from 'chai'
import { matches, ruleFor, ruleKey } from '../../../src/store/mask/rules.ts'
import { rulesOf } from '../../support/masking.ts'

const email = { store: 'app', schema: 'public', table: 'students', column: 'email' }

describe('ruleFor', () => {
  const methodFor = (...keys: string[]): string | undefined => {
    const methods = ['hash', 'null', 'keep'] as const
    const rules = rulesOf(Object.fromEntries(keys.map((key, at) => [key, methods[at] ?? 'keep'])))
    return ruleFor(email, rules)?.method
  }

  it('prefers the more exact column, then table, schema and store, wherever it stands', () => {
    expect(methodFor('*.*.*.*', '*.*.*.email')).to.equal('null')
    expect(methodFor('*.*.*.email', 'app.public.students.*')).to.equal('hash')
    expect(methodFor('*.*.*.e*', '*.*.*.email')).to.equal('null')
    expect(methodFor('*.*.students.email', 'app.*.*.email')).to.equal('hash')
    expect(methodFor('*.public.s*.email', 'app.*.students.email')).to.equal('null')
    expect(methodFor('*.*.*.em*', '*.*.*.e*')).to.equal('hash')
    expect(methodFor('*.*.*.e*l', '*.*.*.em*')).to.equal('hash')
  })

  it('takes nothing for a pattern but * and ?', () => {
    const [rule] = rulesOf({ 'app.public.a+b(c).$x^[y]': 'hash' })
    expect(rule !== undefined && matches(rule, { ...email, table: 'a+b(c)', column: '$x^[y]' })).to.equal(true)
    expect(rule !== undefined && matches(rule, { ...email, table: 'aab(c)', column: '$x^[y]' })).to.equal(false)
    expect(methodFor('app.public.students.e?ail')).to.equal('hash')
    expect(methodFor('app.public.students.e?il')).to.equal(undefined)
  })

  it('has a key for every column, whatever its name', () => {
    expect(ruleKey(email)).to.equal('app.public.students.email')
    expect(ruleKey({ ...email, column: 'e. "mail"\n' })).to.equal('"app.public.students.e???\\"mail\\"?"'.replace('e???', 'e??'))
  })
})
