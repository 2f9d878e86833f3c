/** What every server of the local cloud has in its postgresql.conf. Durability is the operating system's affair here. */
export const settings = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 32MB
io_method = sync
jit = off
fsync = off
synchronous_commit = off
full_page_writes = off
min_wal_size = 16MB
max_wal_size = 256MB
wal_level = replica
max_wal_senders = 2
max_replication_slots = 2
password_encryption = scram-sha-256
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = log
log_checkpoints = off
# Errors of statements quote values of rows: they are not logged.
log_min_error_statement = panic
log_error_verbosity = terse
`

/** Who may connect: anyone on loopback, or by the gate before it, with a password. */
export const hostRules = `host all all 127.0.0.1/32 scram-sha-256\nlocal all all scram-sha-256\n`
