/** Endings of hostnames that hardly ever end anything else. */
const plain = `com net org edu gov mil int arpa internal local lan corp intranet consul cloud dev app io ai co tech site online website
  ac ad ae af ag al ao aq ar at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cd cf cg ch ci ck cl cm cn cr cu cv
  cw cx cy cz de dj dk dm dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gi gl gm gn gp gq gr gt gu gw gy hk hn hr ht hu ie
  il im iq ir je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc mg mh mn mo mp mr mt mu mv mw mx mz na
  nc ne nf ng ni nl np nr nu nz om pa pe pf pg pk pn pt pw qa ro ru rw sa sb sc sd se sg si sj sk sl sm sn sr ss st su sv sy sz tc td tg
  th tj tk tl tm tn tr tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw xyz biz pro jobs agency company solutions
  software digital systems services network media health care school academy university`

/** Endings that files, code and event names have too: a host only where a URL says so, or after a country’s `co.` and its like. */
const ambiguous = `py sh pl rs md ps pm so mk cc id in is it to do no my me am as name info zip mov host events email group run link store
  page support tools report video news live world today space fun team shop blog design studio`

const plainEndings: ReadonlySet<string> = new Set(plain.split(/\s+/))
const ambiguousEndings: ReadonlySet<string> = new Set(ambiguous.split(/\s+/))
const secondLevel: ReadonlySet<string> = new Set(['co', 'com', 'net', 'org', 'or', 'go', 'ac', 'gov', 'edu'])
const reversed = /^(?:com|org|net|io|java|javax|edu|gov|software|aws)\./

/** Whether a dotted name ends as hostnames do and not as files, classes, settings and reversed names (`com.amazonaws…`) do. */
export function endsLikeHost(name: string): boolean {
  const labels = name.split('.')
  const ending = labels.at(-1) ?? ''
  if (reversed.test(name) || name.startsWith('-') || name.includes('_')) return false
  return plainEndings.has(ending) || (ambiguousEndings.has(ending) && secondLevel.has(labels.at(-2) ?? ''))
}

/** As `endsLikeHost`, but only where no code or setting ends so: for names within longer text. */
export function endsLikeHostOnly(name: string): boolean {
  return /\.(?:com|net|org|edu|gov|internal|cloud)(?:\.[a-z]{2})?$|\.co\.[a-z]{2}$/.test(name) && endsLikeHost(name)
}
