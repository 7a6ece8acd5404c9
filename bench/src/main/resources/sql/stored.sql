-- Tickets stored in bulk, for a database that has grown for a long time.

-- name: without-lookups
-- Foreign keys and other triggers are off for this session: what is stored is right by its making.
SET session_replication_role = replica

-- name: visitors
SELECT visitor FROM contact WHERE visitor IS NOT NULL

-- name: contacts
COPY contact (id, visitor, created_at) FROM STDIN

-- name: identities
COPY identity (kind, value, contact, verified) FROM STDIN

-- name: tickets
COPY ticket (id, status, priority, subject, channel, kind, department, contact, created_at,
             updated_at, waiting_since, due_at, closed_at, message_count, preview, last_seq, version,
             recipient) FROM STDIN

-- name: conversations
COPY conversation (channel, key, ticket) FROM STDIN

-- name: entries
COPY entry (ticket, seq, id, at, kind, direction, author_type, body) FROM STDIN

-- name: inbound
COPY inbound (channel, key, received_at, raw, message, outcome, ticket, visitor, status, created)
FROM STDIN

-- name: count
SELECT count(*) FROM ticket
