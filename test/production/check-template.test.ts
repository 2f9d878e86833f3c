import { expect } from 'chai'
import { isReplicaError } from '../../src/errors.ts'
import { checkTemplate, readTemplate } from '../../src/production/check-template.ts'
import { parseTemplate } from '../../src/production/template.ts'

/** Each fault as `line:column message`. */
function faultsOf(text: string, isApproved = false): string[] {
  return checkTemplate(parseTemplate(text, 't'), text, 't', isApproved).map(
    ({ text: { place, message } }) => `${place?.slice(2)} ${message}`,
  )
}

function resources(...lines: string[]): string {
  return `Resources:\n${lines.map((line) => `  ${line}\n`).join('')}`
}

const faulty: readonly (readonly [string, string, string, RegExp])[] = [
  ['a resource without a type', resources('A: {Properties: {}}'), '2:3', /"A" has no Type/],
  ['a resource that is a text', resources('A: b'), '2:3', /"A" is no map/],
  ['properties that are a list', resources('A: {Type: B, Properties: [a]}'), '2:16', /Properties of "A" are no map/],
  ['a section that is a list', `${resources('A: {Type: B}')}Outputs: [a]\n`, '3:1', /Outputs is no map/],
  ['an unknown section', `${resources('A: {Type: B}')}Output: {}\n`, '3:1', /"Output" is no section/],
  ['an unknown attribute', resources('A: {Type: B, Dependson: C}'), '2:16', /"Dependson" is no attribute/],
  ['a parameter without a type', `${resources('A: {Type: B}')}Parameters: {P: {Default: a}}\n`, '3:14', /parameter "P" has no Type/],
  ['an output without a value', `${resources('A: {Type: B}')}Outputs: {O: {Description: a}}\n`, '3:11', /output "O" has no Value/],
  ['a flat mapping', `${resources('A: {Type: B}')}Mappings: {M: {a: b}}\n`, '3:16', /"a" in the mapping "M" is no map/],
  ['an unknown function', resources('A: {Type: B, Properties: {P: {Fn::Jion: [a, [b]]}}}'), '2:33', /no function "Fn::Jion"/],
  ['an unknown tag', resources('A: {Type: B, Properties: {P: !Reff C}}'), '2:32', /no function "Fn::Reff"/],
  ['a wrong argument', resources('A: {Type: B, Properties: {P: !If [a, b]}}'), '2:32', /Fn::If takes a list of/],
  ['a Ref of nothing', resources('A: {Type: B, Properties: {P: [a, !Ref Nope]}}'), '2:36', /Ref names "Nope"/],
  ['a GetAtt of nothing', resources('A: {Type: B, Properties: {P: !GetAtt Nope.Arn}}'), '2:32', /Fn::GetAtt names "Nope"/],
  ['a Sub of nothing', resources('A: {Type: B, Properties: {P: !Sub "${!a} ${Nope}"}}'), '2:32', /Fn::Sub names "Nope"/],
  [
    'an attribute of a parameter',
    `${resources('A: {Type: B, Properties: {P: !Sub "${P.x}"}}')}Parameters: {P: {Type: String}}\n`,
    '2:32',
    /names "P\.x"/,
  ],
  ['a DependsOn of nothing', resources('A:', '  Type: B', '  DependsOn: [Nope]'), '4:5', /DependsOn names "Nope"/],
  ['a resource’s condition of nothing', resources('A: {Type: B, Condition: Nope}'), '2:16', /condition "Nope"/],
  [
    'an output’s condition of nothing',
    `${resources('A: {Type: B}')}Outputs: {O: {Value: a, Condition: Nope}}\n`,
    '3:25',
    /condition "Nope"/,
  ],
  ['a branch on nothing', resources('A: {Type: B, Properties: {P: !If [Nope, a, b]}}'), '2:32', /condition "Nope"/],
  ['a mapping of nothing', resources('A: {Type: B, Properties: {P: !FindInMap [Nope, a, b]}}'), '2:32', /mapping in the template/],
  [
    'a key of a mapping that is not there',
    `${resources('A: {Type: B, Properties: {P: !FindInMap [M, prod, b]}}')}Mappings: {M: {prd: {b: c}}}\n`,
    '2:32',
    /key "prod"/,
  ],
  ['a resource in a condition', `${resources('A: {Type: B}')}Conditions: {C: !Equals [!Ref A, b]}\n`, '3:26', /no such parameter/],
  ['a resource that refers to itself', resources('A: {Type: B, Properties: {P: !Ref A}}'), '2:3', /"A" refers to itself/],
  [
    'resources that wait for one another',
    resources('A: {Type: T, Properties: {P: !Ref B}}', 'B: {Type: T, DependsOn: C}', 'C: {Type: T, Properties: {P: !Sub "${A.x}"}}'),
    '2:3',
    /A → B → C → A/,
  ],
  [
    'conditions that wait for one another',
    `${resources('A: {Type: B}')}Conditions:\n  C: !Not [!Condition D]\n  D: !Not [Condition: C]\n`,
    '4:3',
    /C → D → C/,
  ],
  ['a loop', resources('Fn::ForEach::Each: [I, [a], {T: {Type: B}}]'), '2:3', /only AWS can expand "Fn::ForEach::Each"/],
  ['an include', resources('A: {Type: B, Properties: {P: !Transform {Name: M}}}'), '2:32', /only AWS can expand "Fn::Transform"/],
  ['a loop beside other keys', resources('A: {Type: B, Properties: {P: a, Fn::ForEach::E: [I, [a], {b: c}]}}'), '2:35', /ForEach::E/],
  ['too many resources', resources(...Array.from({ length: 501 }, (_, index) => `A${index}: {Type: B}`)), '1:1', /501 resources/],
]

const sound: readonly (readonly [string, string])[] = [
  ['pseudo parameters', resources('A: {Type: B, Properties: {P: [!Ref AWS::NoValue, !Sub "${AWS::Region}-${!x}"]}}')],
  ['Sub’s own variables', resources('A: {Type: B, Properties: {P: !Sub ["${x}", {x: !Ref AWS::Region}]}}')],
  ['a policy’s Condition', resources('A: {Type: B, Properties: {P: {Condition: anything}}}')],
  [
    'an order that a branch may take away',
    `${resources('A: {Type: T, Properties: {P: !If [C, !Ref B, c]}}', 'B: {Type: T, DependsOn: A}')}Conditions: {C: !Equals [a, b]}\n`,
  ],
  ['a resource that names itself in its metadata', resources('A: {Type: B, Metadata: {M: !Ref A}}')],
  [
    'names that SAM makes',
    `Transform: AWS::Serverless-2016-10-31\n${resources('F: {Type: AWS::Serverless::Function}', 'B: {Type: T, Properties: {P: [!Ref FRole, !Ref F.Version, !Ref ServerlessRestApi]}}')}Globals: {}\n`,
  ],
  [
    'names within a module',
    resources('M: {Type: A::B::C::MODULE}', 'B: {Type: T, Properties: {P: !GetAtt M.Bucket.Arn, Q: !Ref MBucket}}'),
  ],
  ['names that a macro may make', `Transform: [Count]\n${resources('A: {Type: B, Count: 3, Properties: {P: !Ref A1, Q: !Own x}}')}`],
  [
    'functions in the place of names',
    `Transform: AWS::LanguageExtensions\n${resources('A: {Type: B, Properties: {P: {Ref: {Fn::Sub: "B"}}, Q: !FindInMap [M, a, b, {DefaultValue: c}]}}')}`,
  ],
  [
    'rules',
    `${resources('A: {Type: B}')}Parameters: {P: {Type: String}}\nRules: {R: {RuleCondition: !Equals [!Ref P, a], Assertions: [{Assert: {Fn::Contains: [[a], !Ref P]}}]}}\n`,
  ],
  ['empty sections', `${resources('A: {Type: B, Properties: , DependsOn: }')}Outputs:\nConditions:\n`],
  [
    'an attribute with dots',
    resources('A: {Type: B}', 'B: {Type: T, Properties: {P: !GetAtt A.b.c, Q: !GetAtt [A, b], R: {Fn::GetAtt: A.b}}}'),
  ],
]

describe('checkTemplate', () => {
  for (const [what, text, place, reason] of faulty) {
    it(`says where ${what} is`, () => {
      const found = faultsOf(text)
      expect(found).to.have.length(1)
      expect(found[0]).to.match(reason)
      expect(found[0]?.split(' ', 1)[0]).to.equal(place)
    })
  }

  for (const [what, text] of sound) {
    it(`takes ${what}`, () => {
      expect(faultsOf(text)).to.deep.equal([])
    })
  }

  it('tells all faults at once, in the order of the text', () => {
    const text =
      '{"Resources": {\n"A": {"Type": "B", "DependsOn": "X"},\n\t"C": {"Type": "B", "Properties": {"P": {"Ref": "Y"}, "Q": {"Fn::Foo": 1}}}}}'
    expect(faultsOf(text).map((fault) => fault.split(' ', 1)[0])).to.deep.equal(['2:20', '3:42', '3:61'])
  })

  it('names what was perhaps meant', () => {
    const text = resources('Database: {Type: B}', 'A: {Type: B, Properties: {P: !Ref Databse}}')
    expect(checkTemplate(parseTemplate(text, 't'), text, 't')[0]?.text.remedy).to.equal('Did you mean "Database"?')
  })

  it('tells of a template that AWS runs only what the derivation cannot work with', () => {
    expect(faultsOf(resources('A: {Type: B, DependsOn: X, Properties: {P: !Foo x}}'), true)).to.deep.equal([])
    expect(faultsOf(resources('A: {Properties: {}}'), true)).to.have.length(1)
  })

  it('takes names that only JavaScript knows for what they are: nothing', () => {
    const text = resources(
      'A: {Type: B, DependsOn: [__proto__, constructor], Properties: {P: [!Ref toString, !FindInMap [M, constructor, a]]}}',
    )
    expect(faultsOf(`${text}Mappings: {M: {a: {b: c}}}\n`)).to.have.length(4)
  })

  it('bears values of any type in any place', () => {
    const odd = [
      'null',
      '1',
      'true',
      'a',
      '[]',
      '[[a]]',
      '{}',
      '{a: {b: c}}',
      '!Ref [a]',
      '!Sub {a: b}',
      '!GetAtt []',
      '!If a',
      '!FindInMap {}',
    ]
    const slots = ['Type', 'Properties', 'DependsOn', 'Condition', 'Metadata', 'DeletionPolicy', 'UpdatePolicy']
    const sections = ['Parameters', 'Outputs', 'Conditions', 'Mappings', 'Rules', 'Transform', 'Metadata', 'Hooks', 'Fn::Transform']
    for (const value of odd) {
      for (const slot of slots) faultsOf(resources(`A: {Type: B, Q: a, ${slot}: ${value}}`.replace('Type: B, Q: a, Type', 'Q: a, Type')))
      for (const section of sections) {
        faultsOf(`${resources('A: {Type: B}')}${section}: ${value}\n`)
        faultsOf(`${resources('A: {Type: B}')}${section}: {K: ${value}, L: {Type: ${value}, Value: ${value}, M: ${value}}}\n`)
      }
    }
  })

  it('bears a hostile template of nearly a megabyte', () => {
    const lines = Array.from(
      { length: 9_000 },
      (_, index) => `A${index}: {Type: B, Properties: {P: !Ref A${index + 1}, Q: !Ref ${'x'.repeat(30)}${index}}}`,
    )
    expect(faultsOf(resources(...lines))).to.have.length(50)
  }).timeout(60_000)
})

describe('readTemplate', () => {
  it('throws all that is wrong as one error', () => {
    try {
      readTemplate(resources('A: {}', 'B: {}'), 't')
      expect.fail('it was accepted')
    } catch (error) {
      expect(isReplicaError(error) && error.problems.map((each) => each.code)).to.deep.equal([
        'production.template_faulty',
        'production.template_faulty',
      ])
    }
  })
})
