import type { Files } from '../../ports/files.ts'
import type { OutputDifference } from '../../store/compare/outputs.ts'
import type { FoundFile, FoundFiles } from './collect.ts'
import { compareRows, type RowComparison } from './compare-rows.ts'
import { rowsOf } from './rows/open-rows.ts'
import { type FilePrint, printFile } from './rows/print-file.ts'

/** What a pipeline wrote into the files of its `outputs`, and where the sides differ. */
export interface FileComparison {
  /** Names of the files that the baseline wrote. */
  written: readonly string[]
  differences: readonly FileDifference[]
  /** `file`, or `file: column`, in which two baselines differ. */
  unstable: readonly string[]
  /** Files of which nothing stable was left to compare. */
  uncomparable: readonly string[]
}

export interface FileDifference {
  file: string
  /** Null where the side did not write it. */
  bytes: { before: number | null; after: number | null }
  /** Where the file was compared by rows. */
  rows?: OutputDifference
  /** Its columns come in another order. */
  reordered?: true
}

/** The files that each side wrote. */
export interface WrittenFiles {
  baseline: FoundFiles
  control: FoundFiles
  candidate: FoundFiles
}

/** No file at all, of a pipeline without `outputs`. */
export const noFiles: FileComparison = { written: [], differences: [], unstable: [], uncomparable: [] }

/** Compares what the sides wrote: CSV, TSV and JSON by rows and values, anything else by its bytes. */
export async function compareFiles(sides: WrittenFiles, files: Files): Promise<FileComparison> {
  const found: FileComparison[] = []
  const names = [...new Set([...sides.baseline.keys(), ...sides.candidate.keys()])].sort()
  for (const name of names) found.push(await compareFile(name, sides, files))
  return {
    written: [...sides.baseline.keys()].sort(),
    differences: found.flatMap(({ differences }) => differences),
    unstable: found.flatMap(({ unstable }) => unstable),
    uncomparable: found.flatMap(({ uncomparable }) => uncomparable),
  }
}

async function compareFile(name: string, sides: WrittenFiles, files: Files): Promise<FileComparison> {
  const [baseline, control, candidate] = [sides.baseline.get(name), sides.control.get(name), sides.candidate.get(name)]
  if ((baseline === undefined) !== (control === undefined)) return unstableFile(name)
  const [before, twin, after] = await Promise.all([baseline, control, candidate].map((file) => printed(file, files)))
  const bytes = { before: before?.print.bytes ?? null, after: after?.print.bytes ?? null }
  if (before === undefined || twin === undefined || after === undefined) return { ...noFiles, differences: [{ file: name, bytes }] }
  const steady = before.print.sha256 === twin.print.sha256
  if (steady && before.print.sha256 === after.print.sha256) return noFiles
  const byRows = await tryRows(name, [before, twin, after], files)
  if (byRows !== undefined) return rowsResult(name, bytes, byRows)
  return steady ? { ...noFiles, differences: [{ file: name, bytes }] } : unstableFile(name)
}

function rowsResult(name: string, bytes: FileDifference['bytes'], compared: RowComparison): FileComparison {
  const { difference, reordered, unstable, uncomparable } = compared
  const how = { ...(difference === undefined ? {} : { rows: difference }), ...(reordered ? { reordered } : {}) }
  return {
    written: [],
    differences: difference === undefined && !reordered ? [] : [{ file: name, bytes, ...how }],
    unstable: unstable.map((column) => `${name}: ${column}`),
    uncomparable: uncomparable ? [name] : [],
  }
}

function unstableFile(name: string): FileComparison {
  return { ...noFiles, unstable: [name], uncomparable: [name] }
}

interface PrintedFile {
  path: string
  print: FilePrint
}

async function printed(file: FoundFile | undefined, files: Files): Promise<PrintedFile | undefined> {
  return file === undefined ? undefined : { path: file.path, print: await printFile(file.path, files) }
}

/** Undefined where the file is no file of rows, whatever its name says. */
async function tryRows(name: string, [baseline, control, candidate]: [PrintedFile, PrintedFile, PrintedFile], files: Files) {
  const open = ({ path, print }: PrintedFile) => rowsOf(name, { path, bytes: print.bytes, encoding: print.encoding }, files)
  const [before, twin, after] = [open(baseline), open(control), open(candidate)]
  if (before === undefined || twin === undefined || after === undefined) return undefined
  try {
    return await compareRows(name, { baseline: before, control: twin, candidate: after })
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}
