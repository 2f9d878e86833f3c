/** What the page adds where scripts may run: a filter over the findings, buttons that open, close and copy. */
export const script = `
'use strict'
const main = document.getElementById('content')
const findings = [...document.querySelectorAll('.findings > li')]
const make = (tag, fields, ...children) => {
  const made = Object.assign(document.createElement(tag), fields)
  made.append(...children)
  return made
}

for (const pre of document.querySelectorAll('pre.copied')) {
  const button = make('button', { type: 'button', textContent: 'Copy' })
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(pre.textContent)
    } catch {
      getSelection().selectAllChildren(pre)
    }
    button.textContent = 'Copied'
  })
  pre.before(button)
}

if (findings.length > 5) {
  const input = make('input', { type: 'search', id: 'filter', placeholder: 'pipeline, column, file, rule' })
  const told = make('span', { className: 'faint', role: 'status' })
  const all = make('button', { type: 'button', textContent: 'Open all' })
  const tools = make('div', { className: 'tools' }, make('label', { htmlFor: 'filter', textContent: 'Filter the findings' }), input, told, all)
  document.getElementById('change').after(tools)
  let texts
  const filter = () => {
    texts ??= findings.map((finding) => finding.textContent.toLowerCase())
    const words = input.value.toLowerCase().split(/\\s+/).filter((word) => word !== '')
    let shown = 0
    findings.forEach((finding, index) => {
      finding.hidden = !words.every((word) => texts[index].includes(word))
      if (!finding.hidden) shown += 1
    })
    for (const part of main.querySelectorAll('.change, details.more')) {
      const left = part.querySelector('.findings > li:not([hidden])') !== null
      part.hidden = words.length > 0 && !left
      if (part.tagName === 'DETAILS') part.open = words.length > 0 && left && shown <= 200
    }
    told.textContent = words.length === 0 ? '' : shown + ' of ' + findings.length
  }
  input.addEventListener('input', filter)
  all.addEventListener('click', () => {
    const open = all.textContent === 'Open all'
    for (const part of main.querySelectorAll('details')) part.open = open
    all.textContent = open ? 'Close all' : 'Open all'
  })
}

addEventListener('beforeprint', () => {
  for (const part of main.querySelectorAll('details:not(.more)')) part.open = true
})
`
