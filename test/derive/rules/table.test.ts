import { expect } from 'chai'
import type { JsonValue } from '../../../src/production/json.ts'
import { replicaOf } from './replica.ts'
import { type Case, changes, leftOut } from './table.ts'

/** One case for each row of the table of what a replica may not keep of production. */
describe('the rules, type by type', () => {
  for (const [reason, types] of Object.entries(leftOut)) {
    for (const type of types.split(' ')) {
      it(`leaves ${type} out: ${reason}`, () => {
        const { decision, resource } = replicaOf({ Type: `AWS::${type}`, Properties: {} })
        expect(decision.kind).to.equal('dropped')
        expect(decision.reasons[0]?.reason).to.match(/^[a-z][^.]+$/)
        expect(resource).to.equal(undefined)
      })
    }
  }

  for (const [title, each] of Object.entries(changes)) it(title, () => hold(each))
})

function hold({ type, before, kind, after, gone = [], danger }: Case): void {
  const Type = type.includes('::') && !/^(AWS|Custom)::/.test(type) ? `AWS::${type}` : type
  const { decision, resource, text } = replicaOf({ Type, Properties: before })
  expect(decision.kind, JSON.stringify(decision.reasons)).to.equal(kind)
  for (const [path, value] of Object.entries(after ?? {})) expect(at(resource?.Properties, path), path).to.deep.equal(value)
  for (const path of gone) expect(at(resource?.Properties, path), path).to.equal(undefined)
  if (danger !== undefined) expect(text).to.not.contain(danger)
}

function at(value: JsonValue | undefined, path: string): JsonValue | undefined {
  return path.split('.').reduce<JsonValue | undefined>((inner, key) => {
    if (Array.isArray(inner)) return inner[Number(key)]
    return typeof inner === 'object' && inner !== null ? inner[key] : undefined
  }, value)
}
