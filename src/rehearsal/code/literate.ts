/**
 * The code of a notebook or a document with code in it, each line where the file has it: prose is left out, and of
 * Jupyter's JSON what surrounds the code.
 */
export function codeOf(file: string, text: string): string {
  if (/\.ipynb$/i.test(file)) return notebookCode(text)
  return /\.(?:rmd|qmd)$/i.test(file) ? chunks(text) : text
}

/** Jupyter writes one line of code as one string on a line of its own. */
function notebookCode(text: string): string {
  let isCode = false
  return text
    .split('\n')
    .map((line) => {
      const kind = /"cell_type":\s*"(\w+)"/.exec(line)?.[1]
      if (kind !== undefined) isCode = kind === 'code'
      const source = isCode ? /^\s*(?:"source":\s*\[\s*)?"((?:[^"\\]|\\.)*)"[\]},\s]*$/.exec(line)?.[1] : undefined
      return source === undefined ? '' : plainLine(source)
    })
    .join('\n')
}

function plainLine(source: string): string {
  return source
    .replace(/\\n$/, '')
    .replace(/\\(["\\/])/g, '$1')
    .replace(/\\[ntr]/g, ' ')
}

/** Only what stands between ```{r} and ``` is code. */
function chunks(text: string): string {
  let isCode = false
  return text
    .split('\n')
    .map((line) => {
      const fence = /^\s*(?:```|~~~)(.*)$/.exec(line)
      if (fence === null) return isCode ? line : ''
      isCode = !isCode && /^\s*\{?\s*(?:r|python)\b/i.test(fence[1] ?? '')
      return ''
    })
    .join('\n')
}
