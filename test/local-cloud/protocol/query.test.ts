import { expect } from 'chai'
import { formatQueryAnswer, formatQueryError, parseQuery } from '../../../src/local-cloud/protocol/query.ts'
import { ServiceError } from '../../../src/local-cloud/protocol/service-error.ts'
import { members } from '../../../src/local-cloud/protocol/xml.ts'

const request = (body: string, query = '') => ({
  method: 'POST',
  path: '/',
  headers: {},
  query: new URLSearchParams(query),
  body: Buffer.from(body),
})

describe('the query protocol', () => {
  it('reads lists, structures in lists, and maps', () => {
    const body = 'Action=A&Version=1&Tags.member.1.Key=k&Tags.member.1.Value=v&Ids.member.2=b&Ids.member.1=a&Filter.1.Name=n'
    expect(parseQuery(request(`${body}&Map.entry.1.key=x&Map.entry.1.value=y&Config.Mode=EXPRESS`))).to.deep.equal({
      action: 'A',
      input: { Tags: [{ Key: 'k', Value: 'v' }], Ids: ['a', 'b'], Filter: [{ Name: 'n' }], Map: { x: 'y' }, Config: { Mode: 'EXPRESS' } },
    })
  })

  it('keeps more than nine items in order', () => {
    const items = Array.from({ length: 12 }, (_, index) => `I.member.${index + 1}=${index + 1}`)
    expect(parseQuery(request(`Action=A&${items.join('&')}`)).input.I).to.deep.equal(items.map((_, index) => String(index + 1)))
  })

  it('reads a GET from its query', () => {
    expect(parseQuery(request('', 'Action=GetCallerIdentity')).action).to.equal('GetCallerIdentity')
  })

  it('gives a hostile name no power over objects', () => {
    const { input } = parseQuery(request('Action=A&__proto__.polluted=yes&constructor.prototype.polluted=yes'))
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined)
    expect(input.polluted).to.equal(undefined)
  })

  it('refuses a request without an action', () => {
    expect(() => parseQuery(request('Foo=1'))).to.throw('Missing Action')
  })

  it('escapes what an answer holds', () => {
    const result = { Empty: undefined, Text: '<a href="x">&\u0000\r', List: members(['1', '2']) }
    const { body } = formatQueryAnswer({ action: 'Do', namespace: 'urn:n', result, requestId: 'r' })
    expect(body).to.equal(
      '<DoResponse xmlns="urn:n"><DoResult><Text>&lt;a href=&quot;x&quot;&gt;&amp;&#13;</Text>' +
        '<List><member>1</member><member>2</member></List></DoResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DoResponse>',
    )
  })

  it('tells a client whose fault an error is', () => {
    const own = formatQueryError(new ServiceError('Internal', 'x', 500), 'urn:n', 'r')
    const theirs = formatQueryError(new ServiceError('ValidationError', 'x'), 'urn:n', 'r')
    expect(own.status).to.equal(500)
    expect(own.body).to.contain('<Type>Receiver</Type>')
    expect(theirs.body).to.contain('<Type>Sender</Type><Code>ValidationError</Code>')
  })
})
