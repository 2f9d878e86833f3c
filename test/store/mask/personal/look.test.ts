import { expect } from 'chai'
import { kindOf } from '../../../../src/store/mask/kinds.ts'
import { lookAtName, wordsOf } from '../../../../src/store/mask/personal/look.ts'
import type { MaskColumn } from '../../../../src/store/mask/types.ts'

const looks = (name: string, base = 'text', table = 'items'): boolean => {
  const kind = kindOf(base, base === 'mood' ? 'e' : 'b', base.startsWith('_') ? 'A' : 'S')
  const column: MaskColumn = { attnum: 1, name, type: base, kind, base, length: null, nullable: true, generated: false, unique: false }
  return lookAtName({ name: table }, column) !== undefined
}

describe('lookAtName', () => {
  it('parts names into words, however they are written', () => {
    expect(wordsOf('parentEMailAddress2')).to.deep.equal(['parent', 'e', 'mail', 'address'])
    expect(wordsOf('Prénom_élève')).to.deep.equal(['prenom', 'eleve'])
    expect(wordsOf('Straße')).to.deep.equal(['strasse'])
  })

  const personal: [string, string?, string?][] = [
    ['email'],
    ['e_mail'],
    ['EMAILS', '_text'],
    ['parentEmail'],
    ['phone_number', 'int8'],
    ['mobilePhone'],
    ['FirstName'],
    ['first_name'],
    ['lastname'],
    ['surname'],
    ['name', 'text', 'students'],
    ['name', 'varchar', 'guests'],
    ['teacher_name'],
    ['home_address'],
    ['zip', 'bpchar'],
    ['street'],
    ['dob', 'date'],
    ['birth_date', 'date'],
    ['birthday'],
    ['ssn'],
    ['passport_no'],
    ['gender', 'mood'],
    ['sex', 'int2'],
    ['ethnicity'],
    ['race_code'],
    ['iep_status'],
    ['notes'],
    ['comment'],
    ['ip_address', 'inet'],
    ['peer', 'inet'],
    ['client_ip'],
    ['latitude', 'numeric'],
    ['lng', 'float8'],
    ['home', 'point'],
    ['photo', 'bytea'],
    ['avatar_url'],
    ['password_hash'],
    ['api_key'],
    ['iban'],
    ['salary', 'numeric'],
    ['vorname'],
    ['nachname'],
    ['geburtsdatum', 'date'],
    ['telefonnummer'],
    ['plz'],
    ['apellidos'],
    ['fecha_nacimiento', 'date'],
    ['correo'],
    ['prenom'],
    ['date_naissance', 'date'],
    ['courriel'],
    ['cognome'],
    ['codice_fiscale'],
    ['cpf'],
    ['achternaam'],
    ['bsn', 'int4'],
    ['words', 'tsvector'],
  ]
  for (const [name, base, table] of personal)
    it(`finds ${table === undefined ? '' : `${table}.`}${name} ${base ?? 'text'} personal`, () =>
      expect(looks(name, base, table)).to.equal(true))

  const plain: [string, string?, string?][] = [
    ['student_id', 'int4'],
    ['school_id'],
    ['subject'],
    ['test_score', 'int4'],
    ['test_date'],
    ['high_score', 'int4'],
    ['average', 'numeric'],
    ['assessed_at', 'timestamp'],
    ['percent_at_or_above', 'int4'],
    ['grade', 'int4'],
    ['name', 'text', 'schools'],
    ['name', 'text', 'test_types'],
    ['school_name'],
    ['file_name'],
    ['table_name'],
    ['email_verified', 'bool'],
    ['email_sent_at', 'timestamptz'],
    ['phone_id', 'int4'],
    ['status'],
    ['created_at', 'timestamptz'],
    ['updated_by_job', 'int4'],
    ['price', 'numeric'],
    ['quantity', 'int4'],
    ['sku'],
    ['is_male', 'bool'],
    ['description'],
    ['title'],
    ['url'],
    ['version'],
    ['platform'],
    ['template'],
    ['telemetry'],
    ['hotel'],
    ['nominal'],
    ['weight', 'numeric'],
    ['message_count', 'int4'],
    ['relationship'],
    ['recipe'],
  ]
  for (const [name, base, table] of plain)
    it(`finds nothing personal in ${table === undefined ? '' : `${table}.`}${name} ${base ?? 'text'}`, () =>
      expect(looks(name, base, table)).to.equal(false))
})
