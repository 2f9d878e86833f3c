import type { Place } from '../../rehearsal/types.ts'
import { type Html, html, nothing } from '../escape-html.ts'

/** `file:line` above, and the line with its number as an editor shows it; `word` is what the reader should see in it. */
export function formatSource({ file, line }: Place, text: string, word?: string): Html {
  const source =
    text === '' ? nothing : html`<div class="source"><span aria-hidden="true">${line}</span><code>${highlight(text, word)}</code></div>`
  return html`<p class="place"><code>${file}:${line}</code></p>${source}`
}

const keywords =
  'select|insert|into|update|delete|from|where|join|left|right|inner|outer|on|group|order|by|having|as|and|or|not|null|is|in|values|set|alter|table|column|rename|to|add|drop|create|view|index|type|using|with|case|when|then|else|end|import|def|return|if|for|while|function|const|let|var|class|library'
const token = new RegExp(
  `(--\\s.*|//.*|#\\s.*)|('(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*")|\\b(\\d+(?:\\.\\d+)?)\\b|\\b(${keywords})\\b`,
  'gi',
)
const kinds = ['comment', 'string', 'number', 'keyword'] as const

/** The few marks that SQL, R, Python and JavaScript share; no grammar, so a line cut short is as good as a whole one. */
function highlight(text: string, word: string | undefined): Html {
  const parts: Html[] = []
  let at = 0
  for (const match of text.matchAll(token)) {
    const kind = kinds.find((_, index) => match[index + 1] !== undefined)
    parts.push(markWord(text.slice(at, match.index), word))
    parts.push(html`<span class="${kind ?? ''}">${markWord(match[0], word)}</span>`)
    at = match.index + match[0].length
  }
  return html`${[...parts, markWord(text.slice(at), word)]}`
}

/** Every whole occurrence of the word, marked. */
function markWord(text: string, word: string | undefined): Html {
  if (word === undefined) return html`${text}`
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pieces = text.split(new RegExp(`(?<![\\w])(${escaped})(?![\\w])`))
  return html`${pieces.map((piece, index) => (index % 2 === 1 ? html`<mark>${piece}</mark>` : html`${piece}`))}`
}
