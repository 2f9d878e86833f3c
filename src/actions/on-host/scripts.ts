import { hostFiles } from './orders.ts'

/** Folder on the host, for each piece of work a new one; /tmp may lie in memory. */
export function workFolder(workId: string): string {
  return `"\${TMPDIR:-/var/tmp}/prod-replica-${workId}"`
}

/** How the script that prepares a host ends where it fails, by exit code. */
export const prepareSteps: Readonly<Record<number, string>> = {
  40: 'making a folder for it',
  42: 'fetching what was sent',
  43: 'unpacking what was sent',
}
export const noNode = 41

/** What a host fetches before it can work, and from where. They are good for minutes, and their objects are deleted then. */
export interface Addresses {
  program: string
  /** Of the helper's file, in hexadecimal. */
  programSha256: string
  code: string
  base?: string
  /** Node itself, where the host has none. */
  node?: string
}

/**
 * Pure: the script that fetches the helper and the checkout, finds Node, and prints one line of JSON with the key that the
 * orders are to be sealed for. Without Node it ends with `noNode` and prints what machine it is. Nothing in it is secret.
 */
export function prepareScript(workId: string, { program, programSha256, code, base, node }: Addresses): string {
  return [
    'umask 077',
    `work=${workFolder(workId)}`,
    'mkdir -p "$work" && cd "$work" || exit 40',
    ...fetching,
    ...fetchNode(node),
    'own=$(command -v node) || own=/usr/local/bin/node',
    '[ -x node ] || ln -sf "$own" node',
    // 20 and later; on another kind of machine it does not even start.
    `case $(./node --version 2>&1) in v2[0-9].*|v[3-9][0-9].*) ;; *) rm -f node; uname -sm; exit ${noNode} ;; esac`,
    `bring ${quote(program)} program.gz && bring ${quote(code)} ${hostFiles.code} || exit 42`,
    ...(base === undefined ? [] : [`bring ${quote(base)} ${hostFiles.base} || exit 42`]),
    `gzip -dc program.gz > ${hostFiles.program} && rm program.gz || exit 43`,
    `command -v sha256sum >/dev/null 2>&1 && { echo '${programSha256}  ${hostFiles.program}' | sha256sum -c - >/dev/null || exit 43; }`,
    `PROD_REPLICA_WORK=prepare ./node ${hostFiles.program} host-work --config ${hostFiles.checkout}/replica.yml || exit 43`,
  ].join('\n')
}

const fetching = [
  'bring() {',
  '  if command -v curl >/dev/null 2>&1; then curl -fsS --retry 4 --connect-timeout 15 -o "$2" "$1"',
  '  elif command -v wget >/dev/null 2>&1; then wget -q -T 30 -t 4 -O "$2" "$1"',
  `  else python3 -c 'import sys, urllib.request as u; u.urlretrieve(sys.argv[1], sys.argv[2])' "$1" "$2" 2>/dev/null; fi`,
  '}',
]

function fetchNode(address: string | undefined): string[] {
  if (address === undefined) return []
  return [`bring ${quote(address)} node.gz || exit 42`, 'gzip -dc node.gz > node && rm node.gz && chmod 700 node || exit 43']
}

/**
 * Pure: the script that does the work. Systems Manager kills the group of a script that is cancelled or late: the helper is in
 * a group of its own, notices that its input has ended, ends what it started and drops its clones. `orders` is the address of
 * the sealed orders; whoever reads it here cannot open them.
 */
export function workScript(workId: string, orders: string): string {
  return [
    'umask 077',
    `work=${workFolder(workId)}`,
    'cd "$work" || exit 40',
    `printf %s ${quote(orders)} > ${hostFiles.orders}`,
    'mkfifo alive || exit 40',
    'sleep 604800 > alive 2>/dev/null &',
    'alive=$!',
    'apart=$(command -v setsid)',
    `PROD_REPLICA_WORK=go PROD_REPLICA_UNTIL_INPUT_ENDS=yes $apart ./node ${hostFiles.program} host-work --config ${hostFiles.checkout}/replica.yml < alive > log 2>&1 &`,
    'wait $!',
    'code=$?',
    'kill $alive 2>/dev/null',
    '[ $code = 0 ] || tail -c 2000 log >&2',
    'cd / && rm -rf "$work"',
    'exit $code',
  ].join('\n')
}

/** One word for a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
