import pg from 'pg'
import type { DatabaseServerRequest } from '../types.ts'
import { asSuperuser, type ServerDoor } from './superuser.ts'

const { escapeIdentifier, escapeLiteral } = pg

/** The roles that every RDS server has. `rds_superuser` is no superuser: it holds these predefined roles. */
const rdsRoles = `
  CREATE ROLE rds_superuser;
  CREATE ROLE rds_iam;
  CREATE ROLE rds_password;
  CREATE ROLE rds_replication;
  GRANT pg_monitor, pg_signal_backend, pg_checkpoint, pg_use_reserved_connections, pg_create_subscription,
    rds_password, rds_replication TO rds_superuser WITH ADMIN OPTION`

/** Makes the master user and its database on a fresh server, with the rights that RDS gives. */
export async function createMaster(
  server: ServerDoor,
  request: Pick<DatabaseServerRequest, 'engine' | 'user' | 'password'> & { database: string },
): Promise<void> {
  const user = escapeIdentifier(request.user)
  await asSuperuser(server, 'postgres', async (client) => {
    await client.query(rdsRoles)
    await client.query(`CREATE ROLE ${user} LOGIN CREATEDB CREATEROLE PASSWORD ${escapeLiteral(request.password)}`)
    await client.query(`GRANT rds_superuser TO ${user} WITH ADMIN OPTION`)
    // It may hand these out, but a member of rds_iam could not log in with a password on RDS: it is none itself.
    await client.query(`GRANT rds_iam, rds_replication, rds_password TO ${user} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`)
    // Owning the database is owning its schema `public`, through pg_database_owner.
    await client.query(`ALTER DATABASE postgres OWNER TO ${user}`)
    if (request.database === 'postgres') return
    await client.query(`CREATE DATABASE ${escapeIdentifier(request.database)} OWNER ${user} STRATEGY file_copy`)
  })
}

/** Gives a user of the server another password. */
export async function changePassword(server: ServerDoor, user: string, password: string): Promise<void> {
  await asSuperuser(server, 'postgres', (client) =>
    client.query(`ALTER ROLE ${escapeIdentifier(user)} LOGIN PASSWORD ${escapeLiteral(password)}`),
  )
}
