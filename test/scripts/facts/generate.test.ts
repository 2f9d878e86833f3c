import { expect } from 'chai'
import { classify, servicesOf } from '../../../scripts/facts/classify.ts'
import { namesOf } from '../../../scripts/facts/names.ts'
import { permissionsOf } from '../../../scripts/facts/permissions.ts'
import { referencesOf } from '../../../scripts/facts/references.ts'
import { requiredOf } from '../../../scripts/facts/required.ts'
import type { Schema } from '../../../scripts/facts/schemas.ts'
import { tagsOf } from '../../../scripts/facts/tags.ts'
import { formatLines } from '../../../scripts/facts/write.ts'

const text = { type: 'string' }
const shelf = schema(
  'AWS::Shop::Shelf',
  { ShelfName: { ...text, maxLength: 40, pattern: '^[a-z]+$' }, Arn: text },
  { primary: ['ShelfName'] },
)
const book = schema(
  'AWS::Shop::Book',
  { ShelfName: text, BookName: text, KeyArn: text, Color: { ...text, enum: ['red'] }, Title: text, Name: text },
  { primary: ['ShelfName', 'BookName'], createOnly: ['KeyArn', 'Color', 'Title'], required: ['ShelfName', 'BookName', 'KeyArn'] },
)

describe('the generator of facts', () => {
  it('tells a resource’s own name from its parent’s, and both from settings', () => {
    const services = servicesOf([shelf, book])
    const found = classify(book, services).map(({ property, kind, tier }) => [property, kind, tier])
    expect(found).to.deep.equal([
      ['ShelfName', 'ref', 'primary'],
      ['BookName', 'name', 'primary'],
      ['KeyArn', 'ref', 'createOnly'],
      ['Name', 'name', 'mutable'],
    ])
    expect(referencesOf(book, classify(book, services))).to.deep.equal(['ShelfName'])
  })

  it('says what a name must obey, and that one beside its parent is unique within it only', () => {
    const services = servicesOf([shelf, book])
    expect(namesOf(shelf, classify(shelf, services))).to.deep.equal({ ShelfName: { max: 40, pattern: '^[a-z]+$' } })
    expect(namesOf(book, classify(book, services)).BookName).to.deep.equal({ required: true, inParent: true })
  })

  it('finds names inside of properties, required where what holds them needs them', () => {
    const input = { type: 'object', properties: { Name: text }, required: ['Name'] }
    const table = schema('AWS::Shop::Table', { TableInput: input }, { createOnly: ['TableInput/Name'] })
    expect(namesOf(table, [])).to.deep.equal({ 'TableInput.Name': { required: true } })
  })

  it('leaves what AWS writes out of what is required', () => {
    expect(requiredOf({ ...shelf, required: ['Arn', 'ShelfName', 'Gone'], readOnlyProperties: ['/properties/Arn'] })).to.deep.equal([
      'ShelfName',
    ])
  })

  it('reads the shape of tags, and takes only those that can be given at creation', () => {
    const tag = (fields: string[]) => ({ type: 'array', items: { properties: Object.fromEntries(fields.map((field) => [field, text])) } })
    const shapes = [tag(['Key', 'Value']), tag(['Key', 'PropagateAtLaunch', 'Value']), { type: 'object' }, tag(['Name']), text]
    const found = shapes.map((Tags) => tagsOf(schema('AWS::Shop::X', { Tags }, {}))?.[1])
    expect(found).to.deep.equal(['list', 'launch-list', 'map', undefined, undefined])
    expect(tagsOf({ ...schema('AWS::Shop::X', { Tags: { type: 'object' } }, {}), tagging: { tagOnCreate: false } })).to.equal(undefined)
  })

  it('mends actions that schemas write carelessly, and leaves out whole services', () => {
    const permissions = ['Shop:CreateBook', ' shop:GetBook', 'shop:*', '', 'shop:CreateBook']
    const lines = permissionsOf([{ ...book, handlers: { create: { permissions } } }], (action) =>
      action.includes('Get') ? 'read' : 'write',
    )
    expect(lines).to.deep.equal({
      verbs: ['', 'Create', 'Get'],
      actions: { shop: 'Book:BC' },
      access: { shop: 'wr' },
      types: { 'AWS::Shop::Book': ['0 1', '', '', ''] },
    })
  })

  it('writes one line a type', () => {
    expect(formatLines({ a: [1, 2], b: {} })).to.equal('{\n"a": [1,2],\n"b": {}\n}\n')
  })
})

function schema(
  typeName: string,
  properties: Schema['properties'],
  lists: { primary?: string[]; createOnly?: string[]; required?: string[] },
): Schema {
  const pointers = (names: readonly string[]) => names.map((name) => `/properties/${name}`)
  const { primary = [], createOnly = [], required = [] } = lists
  const fixed = pointers([...primary, ...createOnly])
  return { typeName, properties, primaryIdentifier: pointers(primary), createOnlyProperties: fixed, required }
}
