// Name matching: real names as requesters write them beside what documents print, and the people it must tell apart.
import { describe, expect, it } from 'vitest'
import { areSpellingsOf, isSpellingOf, matchName, ownSpelling } from './name-match'
import { scriptOf, spells, spellingsOf, transliterate, wordsOf } from './transliteration'

const on = (surname: string, given: string, truncated = false) => ({
  surname,
  givenNames: given.split(' ').filter((g) => g !== ''),
  truncated,
})

describe('transliteration', () => {
  it.each([
    ['Łukasz Żółć', 'LUKASZ ZOLC'],
    ['Μαρία Παπαδοπούλου', 'MARIA PAPADOPOULOU'],
    ['Ευάγγελος Μπότσαρης', 'EVANGELOS BOTSARIS'],
    ['Γεώργιος Αϋφαντής', 'GEORGIOS AYFANTIS'],
    ['Χρήστος Ψυχάρης', 'CHRISTOS PSYCHARIS'],
    ['Jürgen Groß', 'JUERGEN GROSS'],
    ['Søren Ærø-Ångström', 'SOEREN AEROE AANGSTROEM'],
    ['Jiří Dvořák', 'JIRI DVORAK'],
    ['Ștefan Țîrlea', 'STEFAN TIRLEA'],
    ['İlker Çağrı', 'ILKER CAGRI'],
    ['Þórður Guðmundsson', 'THORDUR GUDMUNDSSON'],
    ["Sinéad O'Néill", 'SINEAD ONEILL'],
    ['Щербаков Юрий', 'SHCHERBAKOV IURII'],
  ])('%s is printed %s', (name, printed) => {
    expect(transliterate(name)).toBe(printed)
  })

  it('accepts the other spellings that states print, and only those', () => {
    expect(['MULLER', 'MUELLER', 'MUXXLLER', 'MILLER'].map((text) => spells(spellingsOf('Müller'), text))).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect(spells(spellingsOf('Юлія'), 'YULIIA') || spells(spellingsOf('Юлія'), 'IULIIA')).toBe(true)
    expect(wordsOf('Anna-Maria  von der Ley')).toHaveLength(5)
    expect([scriptOf('Łukasz'), scriptOf('Μαρία'), scriptOf('Юрий'), scriptOf('Mαria')]).toEqual(['latin', 'greek', 'cyrillic', null])
  })
})

describe('one name', () => {
  it('is the whole name, as its person writes it', () => {
    expect(matchName('Suparman', on('SUPARMAN', '')).likeness).toBe('same')
    expect(ownSpelling('Suparman', on('SUPARMAN', ''))).toEqual({ givenNames: [], surname: 'Suparman' })
    expect(ownSpelling('Suparman', on('SUPARMAN', 'ANNA'))).toBeNull()
  })
})

describe('titles', () => {
  it.each([
    ...['mgr inż. Anna Kowalska', 'Dipl.-Ing. Anna Kowalska', 'JUDr. Anna Kowalska', 'Dott.ssa Anna Kowalska', 'Mme Anna Kowalska'],
    ...['Sra. Anna Kowalska', 'Avv. Anna Kowalska', 'Dr. med. Anna Kowalska', 'Anna Kowalska, Ph.D.', 'Ing. arch. Anna Kowalska'],
    ...['Prof. dr hab. Anna Kowalska', 'Univ.-Prof. Anna Kowalska', 'Valsts. Anna Kowalska'],
  ])('%s is Anna Kowalska', (name) => {
    const document = on('KOWALSKA', 'ANNA')
    expect(matchName(name, document).likeness).toBe('fine')
    expect(ownSpelling(name, document)).toEqual({ givenNames: ['Anna'], surname: 'Kowalska' })
  })

  it('are not what an initial is, nor another name', () => {
    expect(matchName('A. Kowalska', on('KOWALSKA', 'BARBARA')).likeness).toBe('differs')
    expect(matchName('Barbara Kowalska', on('KOWALSKA', 'ANNA')).likeness).toBe('differs')
  })

  it.each([
    ['Ma Long', on('MA', 'LONG')],
    ['Pan Jie', on('PAN', 'JIE')],
    ['Ing Wong', on('WONG', 'ING')],
    ['Bc Tran', on('TRAN', 'BC')],
    ['Jr Smith', on('SMITH', 'JR')],
    ['Peter Herr', on('HERR', 'PETER')],
    ['Herr Peter Herr', on('HERR', 'PETER')],
    ['Dr. Ma Long', on('MA', 'LONG')],
    ['Dr. Peter Müller', on('MUELLER', 'PETER')],
  ])('%s is the name or has it', (name, document) => {
    expect(matchName(name, document).likeness).not.toBe('differs')
  })

  it.each([
    ['Ma Long', on('LI', 'LONG')],
    ['Herr Peter', on('HERR', 'HANS')],
    ['Dr. Peter', on('MUELLER', 'PETER')],
  ])('%s is another', (name, document) => {
    expect(matchName(name, document).likeness).toBe('differs')
  })

  it('are parts of own spellings where the document has them', () => {
    expect(ownSpelling('Peter Herr', on('HERR', 'PETER'))).toEqual({ givenNames: ['Peter'], surname: 'Herr' })
    expect(ownSpelling('Dr. Łukasz Żółć', on('ZOLC', 'LUKASZ'))).toEqual({ givenNames: ['Łukasz'], surname: 'Żółć' })
  })
})

describe('matchName', () => {
  it.each([
    ['Anna Kowalska', on('KOWALSKA', 'ANNA')],
    ['Łukasz Żółć', on('ZOLC', 'LUKASZ')],
    ['Μαρία Παπαδοπούλου', on('PAPADOPOULOU', 'MARIA')],
    ['Anna-Maria Müller-Lüdenscheidt', on('MUELLER LUEDENSCHEIDT', 'ANNA MARIA')],
    ['Ronald McDonald', on('MC DONALD', 'RONALD')],
    ["Sinead O'Neill", on('ONEILL', 'SINEAD')],
    ['Vincent van Gogh', on('VAN GOGH', 'VINCENT')],
    ['Đorđe Đoković', on('DJOKOVIC', 'DJORDJE')],
  ])('%s is the same', (name, document) => {
    expect(matchName(name, document).likeness).toBe('same')
  })

  it.each([
    ['second given name left out', 'Anna Kowalska', on('KOWALSKA', 'ANNA MARIA')],
    ['initial for a second name', 'Anna M. Kowalska', on('KOWALSKA', 'ANNA MARIA')],
    ['surname first', 'Nagy Imre', on('NAGY', 'IMRE')],
    ['one of two surnames', 'Maria Kowalska', on('KOWALSKA NOWAK', 'MARIA')],
    ['married name added', 'Maria Kowalska-Nowak', on('KOWALSKA', 'MARIA')],
    ['a middle name that the document does not show', 'Anna Ewa Kowalska', on('KOWALSKA', 'ANNA')],
    ['marks left out', 'Jurgen Muller', on('MUELLER', 'JUERGEN')],
    ['a title', 'Dr. Anna Kowalska', on('KOWALSKA', 'ANNA')],
    ['called by a later name', 'Marie Mustermann', on('MUSTERMANN', 'ERIKA MARIE')],
    ['called by a later name, surname first', 'Mustermann Marie', on('MUSTERMANN', 'ERIKA MARIE')],
    ['called by the second and third name', 'Marie Luise Mustermann', on('MUSTERMANN', 'ERIKA MARIE LUISE')],
    ['called by a part of a double name', 'Peter Müller', on('MUELLER', 'HANS PETER')],
    ['no room for given names', 'Anna Wolfeschlegelsteinhausenbergerdorff', on('WOLFESCHLEGELSTEINHAUSENBERGER', '', true)],
    ['no room for given names, surname whole', 'Anna Maria Wolfeschlegelsteinhausenberger', on('WOLFESCHLEGELSTEINHAUSENBERGER', '', true)],
    ['cut off by the zone', 'Papandropoulos Jonathon Alec', on('PAPANDROPOULOS', 'JONATHON AL', true)],
    ['cut off in the middle of names', 'Nilavadhanananda Chayapa Dejthamrong Krasuang', on('NILAVADHANANANDA', 'CHAYAPA DEJTHAM', true)],
  ])('%s is fine, and says why', (_, name, document) => {
    const match = matchName(name, document)
    expect(match.likeness).toBe('fine')
    expect(match.surname.because ?? match.givenNames.because).not.toBeNull()
  })

  it.each([
    ['another first name', 'Anna Kowalska', on('KOWALSKA', 'EWA')],
    ['another surname', 'Anna Kowalska', on('NOWAK', 'ANNA')],
    ['an initial for a later name', 'M. Kowalska', on('KOWALSKA', 'ANNA MARIA')],
    ['names in another order', 'Maria Anna Kowalska', on('KOWALSKA', 'ANNA MARIA')],
    ['a later name with one of two surnames', 'Maria Kowalska', on('KOWALSKA NOWAK', 'ANNA MARIA')],
    ['a later name with a married name added', 'Maria Kowalska-Nowak', on('KOWALSKA', 'ANNA MARIA')],
    ['a later name and one that is not there', 'Maria Ewa Kowalska', on('KOWALSKA', 'ANNA MARIA')],
    ['a particle of the given names', 'de Kowalska', on('KOWALSKA', 'MARIA DE LOS ANGELES')],
    ['another surname where no given names are shown', 'Anna Wolfeschlegelsteinhausendorf', on('WOLFESCHLEGELSTEINHAUSENBERGER', '', true)],
    ['a part of a surname that leaves no room', 'Anna Schlegelstein', on('WOLFE SCHLEGELSTEIN HAUSENBERGE', '', true)],
    ['an initial for the first name', 'A. Kowalska', on('KOWALSKA', 'ANNA')],
    ['a particle alone', 'Vincent van', on('VAN GOGH', 'VINCENT')],
    ['a similar name', 'Anna Kowalsky', on('KOWALSKA', 'ANNA')],
    ['a beginning that is not cut off', 'Jonathon Smithson', on('SMITH', 'JONATHON')],
    ['a surname only', 'Kowalska', on('KOWALSKA', 'ANNA')],
    ['a given name swapped for another', 'Anna Ewa Kowalska', on('KOWALSKA', 'EWA ANNA')],
  ])('%s differs', (_, name, document) => {
    const match = matchName(name, document)
    expect(match.likeness).toBe('differs')
    expect(match.surname.likeness === 'differs' ? match.surname.because : match.givenNames.because).toMatch(/^(?:differs|noFirstName)$/)
  })
})

describe('own spelling', () => {
  it('is allowed only when it is the document’s name letter by letter', () => {
    expect(isSpellingOf('Łukasz', 'LUKASZ')).toBe(true)
    expect(isSpellingOf('Żółć', 'ZOLC')).toBe(true)
    expect(isSpellingOf('Παπαδοπούλου', 'PAPADOPOULOU')).toBe(true)
    expect(isSpellingOf('Παπαδοπούλου', 'PAPADOPULU')).toBe(true)
    expect(isSpellingOf('Lucas', 'LUKASZ')).toBe(false)
    expect(isSpellingOf('Pαpadopoulou', 'PAPADOPOULOU')).toBe(false)
    expect(isSpellingOf('LUKASZ; CN=Admin', 'LUKASZ')).toBe(false)
    expect(isSpellingOf('', 'LUKASZ')).toBe(false)
  })

  it('is found in the name of the request, whole or in part', () => {
    expect(ownSpelling('Łukasz Żółć', on('ZOLC', 'LUKASZ JAN'))).toEqual({ givenNames: ['Łukasz'], surname: 'Żółć' })
    expect(ownSpelling('Anna-Maria Müller-Lüdenscheidt', on('MUELLER LUEDENSCHEIDT', 'ANNA MARIA'))).toEqual({
      givenNames: ['Anna-Maria'],
      surname: 'Müller-Lüdenscheidt',
    })
    expect(ownSpelling('Dr. Μαρία Παπαδοπούλου', on('PAPADOPOULOU', 'MARIA'))).toBeNull()
    expect(ownSpelling('Μαρία Παπαδοπούλου', on('PAPADOPOULOU', 'MARIA'))?.surname).toBe('Παπαδοπούλου')
    expect(ownSpelling('Marie Müller', on('MUELLER', 'ERIKA MARIE'))).toEqual({ givenNames: ['Marie'], surname: 'Müller' })
    expect(ownSpelling('Anna Wolfeschlegelsteinhausenbergerdorff', on('WOLFESCHLEGELSTEINHAUSENBERGER', '', true))).toEqual({
      givenNames: [],
      surname: 'Wolfeschlegelsteinhausenbergerdorff',
    })
    expect(ownSpelling('Anna Suparman', on('SUPARMAN', ''))).toBeNull()
    expect(ownSpelling('Lukas Zolc', on('ZOLC', 'LUKASZ'))).toBeNull()
    expect(areSpellingsOf(['Maria', 'Anna'], ['ANNA', 'MARIA'])).toBe(false)
  })
})
