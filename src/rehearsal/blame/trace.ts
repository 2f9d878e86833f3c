import type { CodeFiles } from '../code/own-files.ts'

const mostRead = 20_000

/**
 * Pure: the lines of the pipeline's own files that its output names, as traces of Python (`File "x.py", line 3`), Node
 * (`x.cjs:3:9`), R, Java and others do; the last one named in a Python trace, the first one in others, comes first.
 */
export function tracedLines(output: string, files: CodeFiles): { file: string; line: number }[] {
  const text = output.slice(-mostRead)
  const python = [...text.matchAll(/File "([^"\n]+)", line (\d+)/g)].reverse()
  const others = [...text.matchAll(/([\w./@+-]+\.\w{1,5})[:#(](\d+)/g)]
  return [...python, ...others].flatMap(([, path = '', line]) => {
    const file = [...files.keys()].filter((each) => path === each || path.endsWith(`/${each}`)).sort((a, b) => b.length - a.length)[0]
    return file === undefined ? [] : [{ file, line: Number(line) }]
  })
}
