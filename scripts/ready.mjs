// Makes a fresh clone ready for the README's commands: installs what is missing and builds what is stale.
// Plain Node without packages, because there may be none yet.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = [20, 19]
const root = fileURLToPath(new URL('..', import.meta.url))

if (isOlder(process.versions.node)) {
  stop(`prod-replica needs Node ${OLDEST_NODE.join('.')} or newer, and this is Node ${process.versions.node}.`, 2)
}
// npm writes this file last, so its time says which package-lock.json the packages were installed for.
if (!(modifiedAt('node_modules/.package-lock.json') >= modifiedAt('package-lock.json'))) {
  say('Installing the packages (npm ci), once …')
  npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'], 'The packages could not be installed')
}
if (!(oldest(['dist/prod-replica.cjs', 'dist/local-cloud.cjs']) >= newest(['src', 'scripts/build.mjs', 'package.json']))) {
  say('Building dist/prod-replica.cjs (npm run build) …')
  npm(['run', '--silent', 'build'], 'The helper could not be built')
}

function isOlder(version) {
  const [major, minor] = version.split('.').map(Number)
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])
}

/** Milliseconds; undefined where there is no such file. */
function modifiedAt(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs
}

function oldest(paths) {
  return Math.min(...paths.map((path) => modifiedAt(path) ?? Number.NaN))
}

/** Of files, and of folders with all that is in them: a file that went away changes its folder's time. */
function newest(paths) {
  const inside = (path) => readdirSync(join(root, path), { recursive: true }).map((name) => join(path, name))
  const isFolder = (path) => statSync(join(root, path)).isDirectory()
  return Math.max(...paths.flatMap((path) => (isFolder(path) ? [path, ...inside(path)] : [path])).map((path) => modifiedAt(path) ?? 0))
}

/** Runs npm with its output shown on stderr: stdout belongs to the command that asked to be made ready. */
function npm(args, failure) {
  // Windows starts npm only through a shell; no argument here needs quoting.
  const windows = process.platform === 'win32'
  const { status, error } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: windows })
  if (error !== undefined)
    stop(`${failure}: npm could not be started (${error.message}). Install npm, which comes with Node, and try again.`, 3)
  if (status !== 0) stop(`${failure}: "npm ${args.join(' ')}" failed; its message is above. Put that right and run the command again.`, 3)
}

function say(line) {
  console.error(line)
}

function stop(line, exitCode) {
  say(line)
  process.exit(exitCode)
}
