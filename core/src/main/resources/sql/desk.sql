-- What changes tickets. A command locks the ticket's row before it reads it; each statement that
-- changes a status names the one it expects.

-- name: lock
SELECT id FROM ticket WHERE id = $1::text FOR UPDATE

-- name: update
UPDATE ticket SET
  status = $3::smallint, priority = $4::smallint,
  waiting_since = $5::timestamptz, due_at = $6::timestamptz, overdue = $7::boolean,
  postponed_from = $8::smallint, postponed_until = $9::timestamptz,
  spam_from = $10::smallint, deleted_from = $11::smallint,
  first_answer_at = $12::timestamptz, resolved_at = $13::timestamptz,
  closed_at = $14::timestamptz, purged_at = $15::timestamptz,
  leased_by = $16::text, leased_until = $17::timestamptz,
  department = $18::text, assignee = $19::text, tags = $20::text[], subject = $21::text,
  message_count = message_count + $22::int, last_seq = last_seq + $23::int,
  updated_at = $24::timestamptz, version = version + 1
WHERE id = $1::text AND status = $2::smallint

-- name: add-entry
INSERT INTO entry (ticket, seq, id, at, kind, direction, author_type, author_name, agent, body,
                   html, facts)
VALUES ($1::text, $2::int, $3::text, $4::timestamptz, $5::smallint, $6::smallint, $7::smallint,
        $8::text, $9::text, $10::text, $11::text, $12::jsonb)

-- name: add-blob
-- Touches the row also where it exists: a purge that is about to drop it waits, and then sees that
-- it is used.
INSERT INTO blob (sha256, bytes) VALUES ($1::bytea, $2::bytea)
ON CONFLICT (sha256) DO UPDATE SET sha256 = excluded.sha256

-- name: add-attachment
INSERT INTO attachment (id, ticket, seq, position, name, media_type, size, content_id, sha256)
VALUES ($1::text, $2::text, $3::int, $4::int, $5::text, $6::text, $7::bigint, $8::text, $9::bytea)

-- name: add-outbound
INSERT INTO outbox (id, ticket, seq, channel, kind, recipient, message_id, created_at,
                    next_attempt_at, purpose, counted_as)
VALUES ($1::text, $2::text, $3::int, $4::text, $5::text, $6::text, $7::text, $8::timestamptz,
        $8::timestamptz, $9::smallint, $10::text)

-- name: send-again
-- What is reported of the try before says nothing of the next one.
WITH before AS (
  DELETE FROM outbox_provider_id p USING outbox o
  WHERE o.id = $1::text AND o.ticket = $2::text AND o.outcome IN ('failed', 'uncertain')
    AND p.message = o.id
)
UPDATE outbox SET outcome = NULL, attempts = 0, next_attempt_at = $3::timestamptz, begun_at = NULL,
                  finished_at = NULL, reason = NULL, delivered_at = NULL, read_at = NULL
WHERE id = $1::text AND ticket = $2::text AND outcome IN ('failed', 'uncertain')

-- name: agent-exists
SELECT EXISTS (SELECT FROM agent WHERE email = $1::text) AS known

-- name: pick-next
-- "To solve": the first eligible ticket nobody else is being given at this moment.
SELECT t.id
FROM ticket t
WHERE t.status IN (0, 1)
  AND (t.leased_until IS NULL OR t.leased_until <= $2::timestamptz)
  AND NOT EXISTS (SELECT FROM queue_skip s
                  WHERE s.agent = $1::text AND s.ticket = t.id AND s.until > $2::timestamptz)
ORDER BY (NOT t.overdue), t.priority, coalesce(t.due_at, 'infinity'::timestamptz),
         coalesce(t.waiting_since, 'infinity'::timestamptz), t.id
LIMIT 1
FOR UPDATE OF t SKIP LOCKED

-- name: skip
INSERT INTO queue_skip (agent, ticket, until) VALUES ($1::text, $2::text, $3::timestamptz)
ON CONFLICT (agent, ticket) DO UPDATE SET until = excluded.until

-- name: lock-due
-- Tickets whose moment has come: to wake up, or to be marked as overdue.
WITH waking AS (
  SELECT id FROM ticket
  WHERE status = 3 AND postponed_until <= $1::timestamptz
  ORDER BY postponed_until
  LIMIT $2::int
  FOR UPDATE SKIP LOCKED
), late AS (
  SELECT id FROM ticket
  WHERE status IN (0, 1) AND NOT overdue AND due_at <= $1::timestamptz
  ORDER BY due_at
  LIMIT $2::int
  FOR UPDATE SKIP LOCKED
)
SELECT id FROM waking UNION ALL SELECT id FROM late

-- name: find-all
SELECT t.*, g.*
FROM ticket_view t LEFT JOIN LATERAL ticket_goes_on_in(t.continued_in) g ON true
WHERE t.id = ANY ($1::text[])

-- name: drop-sessions
DELETE FROM session WHERE token_hash IN
  (SELECT token_hash FROM session WHERE expires_at <= $1::timestamptz LIMIT $2::int)

-- name: drop-skips
DELETE FROM queue_skip WHERE (agent, ticket) IN
  (SELECT agent, ticket FROM queue_skip WHERE until <= $1::timestamptz LIMIT $2::int)

-- name: drop-reports
DELETE FROM delivery_report WHERE (channel, provider_id) IN
  (SELECT channel, provider_id FROM delivery_report
   WHERE received_at <= $1::timestamptz - interval '1 hour' LIMIT $2::int)

-- name: drop-notices
DELETE FROM notice_ahead WHERE (channel, conversation, message_id, notice) IN
  (SELECT channel, conversation, message_id, notice FROM notice_ahead
   WHERE received_at <= $1::timestamptz - interval '1 hour' LIMIT $2::int)

-- name: drop-slices
DELETE FROM upload_slice WHERE (message, part, position) IN
  (SELECT message, part, position FROM upload_slice
   WHERE stored_at <= $1::timestamptz - interval '1 hour' LIMIT $2::int)
