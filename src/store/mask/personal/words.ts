import type { MaskMethod } from '../../../spec/types.ts'
import type { ValueKind } from '../types.ts'

/** A class of personal data, and how columns that hold it are named. */
export interface PersonalClass {
  /** For people: "its name says …". */
  what: string
  kinds: readonly ValueKind[]
  /** Methods to suggest, the best first. */
  methods: readonly MaskMethod[]
  /** Words or phrases, as they stand in column names of several languages, without accents. */
  words: string
}

const texts: readonly ValueKind[] = ['text', 'array', 'json', 'document']
const numbers: readonly ValueKind[] = ['integer', 'number']
const anything: readonly ValueKind[] = [...texts, ...numbers, 'enum', 'other', 'date', 'uuid', 'bytes']

export const personalClasses: readonly PersonalClass[] = [
  {
    what: 'e-mail',
    kinds: texts,
    methods: ['fake-email', 'empty'],
    words: 'email, e mail, mail, correo, correo electronico, courriel, epost, e post, posta elettronica',
  },
  {
    what: 'phone',
    kinds: [...texts, ...numbers],
    methods: ['fake-phone', 'hash', 'empty'],
    words:
      'phone, telephone, tel, mobile, cell, cellphone, landline, fax, sms, whatsapp, telefon, telefonnummer, handy, telefono, movil, celular, telefone, cellulare, telefoon, telefoonnummer, mobil, gsm',
  },
  {
    what: 'name of a person',
    kinds: texts,
    methods: ['fake-name', 'hash', 'empty'],
    words:
      'first name, last name, surname, given name, family name, middle name, middle initial, full name, maiden name, nickname, nick name, display name, preferred name, legal name, user name, username, login, fname, lname, initials, vorname, nachname, familienname, rufname, apellido, primer nombre, segundo nombre, prenom, nom de famille, cognome, sobrenome, apelido, voornaam, achternaam, roepnaam, fornavn, etternavn, efternavn, fornamn, efternamn, imie, nazwisko, etunimi, sukunimi, soyad',
  },
  {
    what: 'address',
    kinds: texts,
    methods: ['hash', 'empty'],
    words:
      'address, addr, street, house number, apartment, postcode, post code, postal code, zip, zip code, residence, adresse, anschrift, strasse, hausnummer, plz, postleitzahl, wohnort, direccion, calle, domicilio, codigo postal, rue, code postal, domicile, indirizzo, endereco, adres, straat, huisnummer, woonplaats, postnummer, ulica, osoite',
  },
  {
    what: 'date or place of birth',
    kinds: [...texts, ...numbers, 'date'],
    methods: ['shift-date', 'hash', 'empty'],
    words:
      'birth, birthday, birthdate, birthplace, dob, born, geburtsdatum, geburtstag, geburtsort, geburt, nacimiento, cumpleanos, naissance, nascita, nascimento, geboortedatum, geboorteplaats, fodselsdato, fodelsedatum, urodzenia, dogum',
  },
  {
    what: 'number of a person, an account or a card',
    kinds: [...texts, ...numbers],
    methods: ['hash', 'empty'],
    words:
      'ssn, social security, national id, national insurance, national number, passport, tax id, taxpayer, driver license, drivers license, driver licence, drivers licence, id card, identity card, license plate, sozialversicherungsnummer, steuer id, ausweis, ausweisnummer, dni, nif, curp, seguridad social, cedula, insee, numero securite sociale, codice fiscale, cpf, bsn, burgerservicenummer, personnummer, fodselsnummer, cpr, pesel, tckn, medical record, mrn, iban, bank account, account number, routing number, credit card, card number, cvv, cvc, kontonummer, cuenta bancaria',
  },
  {
    what: 'gender',
    kinds: anything,
    methods: ['empty', 'null', 'keep'],
    words:
      'gender, sex, pronoun, sexual orientation, geschlecht, sexo, genero, sexe, genre humain, sesso, genere, geslacht, kjonn, plec, cinsiyet',
  },
  {
    what: 'origin, belief, health or need',
    kinds: anything,
    methods: ['empty', 'null', 'keep'],
    words:
      'ethnicity, ethnic, race, religion, nationality, citizenship, native language, mother tongue, marital status, disability, special need, special education, iep, free lunch, lunch status, economically disadvantaged, homeless, foster, medical, medication, diagnosis, allergy, allergies, health, herkunft, staatsangehoerigkeit, staatsangehorigkeit, muttersprache, behinderung, konfession, familienstand, etnia, raza, nacionalidad, discapacidad, religione, nationalite, handicap, ethnie, nazionalita, nacionalidade, deficiencia, nationaliteit, godsdienst',
  },
  {
    what: 'free text',
    kinds: texts,
    methods: ['empty', 'null', 'hash'],
    words:
      'note, comment, remark, bio, biography, about me, free text, freetext, message, feedback, memo, narrative, transcript, essay, observation, bemerkung, kommentar, notiz, anmerkung, nachricht, observacion, observaciones, comentario, mensaje, remarque, commentaire, osservazioni, commento, observacao, observacoes, opmerking, toelichting, uwagi, kommentti',
  },
  {
    what: 'address or trace of a device',
    kinds: [...texts, ...numbers],
    methods: ['hash', 'empty'],
    words: 'ip, ip address, ipaddr, ipaddress, remote addr, mac address, user agent, device id, imei, cookie, session id, fingerprint',
  },
  {
    what: 'place of a person',
    kinds: [...texts, ...numbers, 'other'],
    methods: ['empty', 'null', 'keep'],
    words: 'latitude, longitude, lat, lng, lon, geo, geolocation, gps, coordinate, breitengrad, laengengrad, latitud, longitud',
  },
  {
    what: 'picture or signature',
    kinds: [...texts, 'bytes'],
    methods: ['empty', 'null', 'hash'],
    words: 'photo, picture, avatar, portrait, headshot, selfie, signature, foto, bild, unterschrift, firma electronica, immagine',
  },
  {
    what: 'secret',
    kinds: [...texts, ...numbers, 'bytes', 'uuid'],
    methods: ['hash', 'empty'],
    words:
      'password, passwd, passphrase, passcode, secret, token, api key, apikey, private key, otp, security answer, passwort, kennwort, contrasena, mot de passe, senha, wachtwoord',
  },
  {
    what: 'income',
    kinds: [...texts, ...numbers],
    methods: ['empty', 'null', 'keep'],
    words: 'salary, wage, income, gehalt, einkommen, salario, salaire, stipendio',
  },
]

/** A column called so names people, unless its table is one of things. */
export const nameWords = 'name, nombre, nom, nome, naam, navn, namn, imie nazwisko, isim'

/** People: with "name" behind it (`teacher_name`) they make a person's name. */
export const personWords =
  'student, pupil, user, person, people, employee, staff, teacher, tutor, customer, client, patient, contact, parent, guardian, mother, father, spouse, emergency contact, member, subscriber, applicant, candidate, child, children, author, driver, tenant, owner, principal, counselor, schueler, lehrer, eltern, mitarbeiter, kunde, alumno, estudiante, maestro, profesor, cliente, empleado, eleve, etudiant, enseignant, aluno, professor, studente, insegnante, leerling, docent, elev, uczen'

/** Tables of things, whose `name` names no person. */
export const thingWords =
  'school, district, campus, building, room, class, classroom, course, subject, grade, test, exam, assessment, term, semester, department, team, role, permission, group, category, product, item, brand, city, country, region, state, county, currency, language, status, type, kind, tag, label, event, file, folder, document, report, job, task, pipeline, schema, table, column, migration, version, setting, config, feature, plan, project, program, organization, organisation, company, store, warehouse, location, sensor, device, schule, fach, escuela, materia, ecole, matiere, pais, ciudad, ville, stadt'
