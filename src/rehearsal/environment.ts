import type { DatabaseTarget } from '../ports/databases.ts'
import type { Environment } from '../ports/index.ts'

/**
 * The whole environment of a pipeline, check or migration command: what this process has without its secrets, PG* of its
 * own store, `<STORE>_URL` of every store and `REPLICA_<OUTPUT>` of every stack output.
 */
export function pipelineEnvironment(
  inherited: Environment,
  targets: Readonly<Record<string, DatabaseTarget>>,
  store: string | undefined,
  outputs: Readonly<Record<string, string>>,
): Record<string, string> {
  const own = store === undefined ? undefined : targets[store]
  return {
    ...withoutSecrets(inherited),
    ...Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`REPLICA_${variableName(name)}`, value])),
    ...Object.fromEntries(Object.entries(targets).map(([name, target]) => [`${variableName(name)}_URL`, formatUrl(target)])),
    ...(own === undefined ? {} : libpq(own)),
  }
}

/**
 * Not handed on: anything of AWS, of PostgreSQL (it may lead to production), whatever is named like a secret, and any URL
 * that carries a password, whatever its name. CircleCI's tokens are named like secrets; its other variables are kept.
 */
export function withoutSecrets(inherited: Environment): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(inherited)) {
    if (value === undefined || secretName.test(name) || secretUrl.test(value)) continue
    kept[name] = value
  }
  return kept
}

const secretName =
  /^(?:AWS|PG|REDSHIFT|RDS|DATABASE|DB|SSH|GPG|VAULT)|TOKEN|SECRET|PASS(?:WORD|WD|PHRASE)?|PRIVATE|CREDENTIAL|API_?KEY|ACCESS_?KEY|OIDC|BASH_ENV|_DSN$/i
const secretUrl = /\/\/[^/\s@]*:[^/\s@]+@/

function libpq(target: DatabaseTarget): Record<string, string> {
  return {
    PGHOST: target.host,
    PGPORT: String(target.port),
    PGUSER: target.user,
    PGPASSWORD: target.password,
    PGDATABASE: target.database,
    PGSSLMODE: 'disable',
  }
}

function formatUrl(target: DatabaseTarget): string {
  const [user, password, database] = [target.user, target.password, target.database].map(encodeURIComponent)
  return `postgresql://${user}:${password}@${target.host}:${target.port}/${database}?sslmode=disable`
}

/** `app-db` → `APP_DB`; `AppDatabaseAddress` → `APPDATABASEADDRESS`. */
function variableName(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()
}
