import { expect } from 'chai'
import { locate, placeIn, pointerOf } from '../../src/production/locate.ts'

const yaml = `Resources:
  A:
    Type: T
    Properties:
      Name: !Sub
        - "\${x}"
        - {x: !Ref B}
      "a/b~c":
        - one
        - !GetAtt B.Arn
      Long: {Ref: B}
`

describe('locate', () => {
  for (const [path, line, column] of [
    [['Resources'], 1, 1],
    [['Resources', 'A'], 2, 3],
    [['Resources', 'A', 'Type'], 3, 5],
    [['Resources', 'A', 'Properties', 'Name'], 5, 7],
    [['Resources', 'A', 'Properties', 'Name', 'Fn::Sub'], 5, 13],
    [['Resources', 'A', 'Properties', 'Name', 'Fn::Sub', 0], 6, 11],
    [['Resources', 'A', 'Properties', 'Name', 'Fn::Sub', 1, 'x', 'Ref'], 7, 15],
    [['Resources', 'A', 'Properties', 'a/b~c', 0], 9, 11],
    [['Resources', 'A', 'Properties', 'a/b~c', 1, 'Fn::GetAtt', 1], 10, 11],
    [['Resources', 'A', 'Properties', 'Long', 'Ref'], 11, 14],
    [['Resources', 'A', 'Nothing', 'like', 'it'], 2, 3],
    [['Resources', '__proto__', 'x'], 1, 1],
  ] as const) {
    it(`finds ${path.join(' ')} in YAML`, () => {
      expect(locate(yaml, pointerOf(path))).to.deep.equal({ line, column })
    })
  }

  it('finds what JSON holds, also where it is indented with tabs', () => {
    const json = '\uFEFF{\n\t"Resources": {\n\t\t"A": {"Type": "T",\n\t\t\t"Properties": {"P": [1, {"Ref": "B"}]}}}}'
    expect(locate(json, '/Resources/A/Properties')).to.deep.equal({ line: 4, column: 4 })
    expect(locate(json, '/Resources/A/Properties/P/1/Ref')).to.deep.equal({ line: 4, column: 29 })
  })

  it('points to the beginning where the text cannot be read', () => {
    expect(locate('['.repeat(100_000), '/Resources')).to.deep.equal({ line: 1, column: 1 })
    expect(locate('', '/Resources')).to.deep.equal({ line: 1, column: 1 })
  })
})

describe('placeIn', () => {
  it('is the path where there is no text', () => {
    expect(placeIn({ origin: 'stack data' }, ['Resources', 'A'])).to.equal('stack data: Resources.A')
    expect(placeIn({ origin: 'a.yml', text: yaml }, ['Resources', 'A', 'Type'])).to.equal('a.yml:3:5')
  })
})
