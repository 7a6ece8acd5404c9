-- The statements of one batch: read (claim, look up, lock), then write. All are set-based; an array
-- holds a column of the batch.

-- name: read-known
SELECT k.channel, k.key, i.message, i.ticket, i.visitor, i.status, i.created, i.outcome,
       coalesce(i.shared_sha256, sha256(i.raw)) AS raw_sha256
FROM unnest($1::text[], $2::text[]) AS k (channel, key)
JOIN inbound i ON i.channel = k.channel AND i.key = k.key

-- name: claim-identities
-- In sorted order, so that two batches that claim the same addresses wait instead of deadlocking.
INSERT INTO identity (kind, value, contact, verified)
SELECT * FROM unnest($1::smallint[], $2::text[], $3::uuid[], $4::boolean[])
ON CONFLICT DO NOTHING

-- name: read-identities
-- Whose each address is; $3 is the contact this batch claims it for, which nobody has stored.
SELECT i.kind, i.value, i.contact, i.verified, c.id IS NOT NULL AS stored, c.visitor, c.name
FROM unnest($1::smallint[], $2::text[], $3::uuid[]) AS k (kind, value, claimant)
JOIN identity i ON i.kind = k.kind AND i.value = k.value
LEFT JOIN contact c ON c.id = nullif(i.contact, k.claimant)

-- name: read-conversations
-- Where the keys ($1 channel, $2 key) and the named tickets ($3) lead, and what goes on for it.
WITH RECURSIVE chain (channel, key, ticket, id, next, depth) AS (
  SELECT n.channel, n.key, t.id, t.id, t.continued_in, 0
  FROM (
    SELECT c.channel, c.key, c.ticket
    FROM unnest($1::text[], $2::text[]) AS k (channel, key)
    JOIN conversation c ON c.channel = k.channel AND c.key = k.key
    UNION ALL
    SELECT NULL, NULL, unnest($3::text[])
  ) n
  JOIN ticket t ON t.id = n.ticket
  UNION ALL
  SELECT c.channel, c.key, c.ticket, t.id, t.continued_in, c.depth + 1
  FROM chain c JOIN ticket t ON t.id = c.next WHERE c.depth < 1000
)
SELECT channel, key, ticket, id AS goes_on FROM chain WHERE next IS NULL

-- name: lock-tickets
-- In id order, like everybody who locks more than one.
SELECT t.id, t.status, t.priority, t.postponed_from, t.spam_from, t.deleted_from, t.waiting_since,
       t.due_at, t.overdue, t.postponed_until, t.first_answer_at, t.resolved_at, t.closed_at,
       t.purged_at, t.leased_by, t.leased_until, t.contact, t.last_seq, t.version,
       t.message_count, t.preview, t.recipient, t.continued_in
FROM ticket t
WHERE t.id = ANY ($1::text[])
ORDER BY t.id
FOR UPDATE

-- name: insert-contacts
INSERT INTO contact (id, visitor, name, email, phone, created_at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])

-- name: name-contacts
UPDATE contact c SET name = n.name
FROM unnest($1::uuid[], $2::text[]) AS n (id, name)
WHERE c.id = n.id AND c.name IS NULL

-- name: insert-identities
INSERT INTO identity (kind, value, contact, verified)
SELECT * FROM unnest($1::smallint[], $2::text[], $3::uuid[], $4::boolean[])

-- name: own-identities
-- What an address was worth to another owner is worth nothing to this one.
INSERT INTO identity AS i (kind, value, contact, verified)
SELECT * FROM unnest($1::smallint[], $2::text[], $3::uuid[], $4::boolean[])
ON CONFLICT (kind, value)
DO UPDATE SET contact = excluded.contact,
  verified = (i.verified AND i.contact = excluded.contact) OR excluded.verified

-- name: drop-identities
DELETE FROM identity i USING unnest($1::smallint[], $2::text[]) AS d (kind, value)
WHERE i.kind = d.kind AND i.value = d.value
  AND NOT EXISTS (SELECT FROM contact c WHERE c.id = i.contact)

-- name: insert-tickets
INSERT INTO ticket (id, status, priority, subject, channel, kind, department, tags, contact,
                    created_at, updated_at, waiting_since, due_at, spam_from, message_count,
                    preview, last_seq, version, follow_up_of, continued_in, recipient)
SELECT n.id, n.status, n.priority, n.subject, n.channel, n.kind, n.department,
       string_to_array(n.tags, ','), n.contact, n.created_at, n.created_at, n.waiting_since,
       n.due_at, n.spam_from, n.message_count, n.preview, n.last_seq, n.version, n.follow_up_of,
       n.continued_in, n.recipient
FROM unnest($1::text[], $2::smallint[], $3::smallint[], $4::text[], $5::text[], $6::text[],
            $7::text[], $8::text[], $9::uuid[], $10::timestamptz[], $11::timestamptz[],
            $12::timestamptz[], $13::smallint[], $14::int[], $15::text[], $16::int[],
            $17::bigint[], $18::text[], $19::text[], $20::text[])
  AS n (id, status, priority, subject, channel, kind, department, tags, contact, created_at,
        waiting_since, due_at, spam_from, message_count, preview, last_seq, version, follow_up_of,
        continued_in, recipient)

-- name: update-tickets
-- Names the status and the version it expects of each ticket. The locks rule out that one differs;
-- should it all the same, the division by zero undoes the whole batch.
WITH written AS (
  UPDATE ticket t
  SET status = u.status, waiting_since = u.waiting_since, due_at = u.due_at, overdue = u.overdue,
      postponed_from = u.postponed_from, postponed_until = u.postponed_until,
      resolved_at = u.resolved_at, closed_at = u.closed_at, leased_by = u.leased_by,
      leased_until = u.leased_until, message_count = u.message_count, preview = u.preview,
      last_seq = u.last_seq, version = u.version, continued_in = u.continued_in,
      updated_at = now()
  FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::smallint[], $5::timestamptz[],
              $6::timestamptz[], $7::boolean[], $8::smallint[], $9::timestamptz[],
              $10::timestamptz[], $11::timestamptz[], $12::text[], $13::timestamptz[], $14::int[],
              $15::text[], $16::int[], $17::bigint[], $18::text[])
    AS u (id, expected_status, expected_version, status, waiting_since, due_at, overdue,
          postponed_from, postponed_until, resolved_at, closed_at, leased_by, leased_until,
          message_count, preview, last_seq, version, continued_in)
  WHERE t.id = u.id AND t.status = u.expected_status AND t.version = u.expected_version
  RETURNING 1
)
SELECT 1 / (count(*) = cardinality($1::text[]))::int FROM written

-- name: insert-entries
INSERT INTO entry (ticket, seq, id, at, kind, direction, author_type, author_name, body, html,
                   facts)
SELECT n.ticket, n.seq, n.id, n.at, n.kind, n.direction, n.author_type, n.author_name, n.body,
       n.html, n.facts::jsonb
FROM unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::smallint[], $6::smallint[],
            $7::smallint[], $8::text[], $9::text[], $10::text[], $11::text[])
  AS n (ticket, seq, id, at, kind, direction, author_type, author_name, body, html, facts)

-- name: insert-conversations
INSERT INTO conversation (channel, key, ticket)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[])

-- name: move-conversations
UPDATE conversation c SET ticket = m.target
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS m (channel, key, source, target)
WHERE c.channel = m.channel AND c.key = m.key AND c.ticket = m.source

-- name: insert-blobs
-- In sorted order: two batches may bring the same files.
INSERT INTO blob (sha256, bytes)
SELECT * FROM unnest($1::bytea[], $2::bytea[])
ON CONFLICT DO NOTHING

-- name: insert-uploaded-blobs
-- What was sent ahead of its message ($1), put together; in sorted order likewise. What is there is
-- not put together once more; what did not arrive whole is null, which undoes the batch.
INSERT INTO blob (sha256, bytes)
SELECT u.sha256, uploaded(u.message, u.part, u.size)
FROM unnest($1::text[], $2::int[], $3::bytea[], $4::bigint[]) AS u (message, part, sha256, size)
WHERE NOT EXISTS (SELECT FROM blob b WHERE b.sha256 = u.sha256)
ON CONFLICT DO NOTHING

-- name: insert-attachments
INSERT INTO attachment (id, ticket, seq, position, name, media_type, size, content_id, sha256)
SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::text[], $6::text[],
                     $7::bigint[], $8::text[], $9::bytea[])

-- name: insert-payloads
INSERT INTO payload (sha256, raw)
SELECT * FROM unnest($1::bytea[], $2::bytea[])
ON CONFLICT DO NOTHING

-- name: insert-inbound
INSERT INTO inbound (channel, key, received_at, raw, shared_sha256, message, outcome, ticket,
                     visitor, status, created)
SELECT n.channel, n.key, n.received_at,
       CASE WHEN n.raw IS NULL AND n.shared_sha256 IS NULL
            THEN uploaded(n.message, 0, n.raw_size) ELSE n.raw END,
       n.shared_sha256, n.message, 0, n.ticket, n.visitor, n.status, n.created
FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::bytea[], $5::bytea[], $6::text[],
            $7::text[], $8::text[], $9::smallint[], $10::boolean[], $11::bigint[])
  AS n (channel, key, received_at, raw, shared_sha256, message, ticket, visitor, status, created,
        raw_size)

-- name: insert-quarantined
INSERT INTO inbound (channel, key, received_at, raw, message, outcome, reason, created)
VALUES ($1::text, $2::text, $3::timestamptz,
        coalesce($4::bytea, uploaded($5::text, 0, $6::bigint)), $5::text, 1, $7::text, false)
ON CONFLICT (channel, key) DO NOTHING
