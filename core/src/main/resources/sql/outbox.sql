-- What leaves the house. A message belongs to whoever holds its lease, and whether it may leave is
-- decided by begin alone: the token, not a clock, rules out that two gateways send the same one.

-- name: claim
-- Of one ticket the oldest only, so that a customer reads in order.
WITH due AS (
  SELECT o.id
  FROM outbox o
  WHERE o.channel = ANY ($1::text[]) AND o.outcome IS NULL AND o.lease IS NULL
    AND o.next_attempt_at <= $2::timestamptz
    AND NOT EXISTS (SELECT FROM outbox e
                    WHERE e.ticket = o.ticket AND e.outcome IS NULL
                      AND (e.created_at, e.id) < (o.created_at, o.id))
  ORDER BY o.next_attempt_at
  LIMIT $3::int
  FOR UPDATE SKIP LOCKED
)
UPDATE outbox o SET lease = $4::text, leased_until = $5::timestamptz
FROM due WHERE o.id = due.id
RETURNING o.id, o.lease, o.channel, o.kind, o.attempts

-- name: queue-recipient
-- One after the other for each recipient, so that the caps are exact.
SELECT pg_advisory_xact_lock(hashtextextended(o.counted_as, 0))
FROM outbox o WHERE o.id = $1::text AND o.lease = $2::text

-- name: measure
SELECT o.purpose, t.status,
       (SELECT count(*) FROM outbox s
        WHERE s.counted_as = o.counted_as AND s.begun_at > $3::timestamptz) AS hour,
       (SELECT min(s.begun_at) FROM outbox s
        WHERE s.counted_as = o.counted_as AND s.begun_at > $3::timestamptz) AS oldest,
       (SELECT count(*) FROM outbox s
        WHERE s.counted_as = o.counted_as AND s.begun_at > $4::timestamptz
          AND s.purpose > 0) AS automatic,
       EXISTS (SELECT FROM outbox c
               WHERE c.ticket = o.ticket AND c.purpose = 4 AND c.confirmed_at IS NULL)
         AS unconfirmed
FROM outbox o JOIN ticket t ON t.id = o.ticket
WHERE o.id = $1::text AND o.lease = $2::text AND o.outcome IS NULL AND o.begun_at IS NULL

-- name: begin
UPDATE outbox SET begun_at = $3::timestamptz
WHERE id = $1::text AND lease = $2::text AND outcome IS NULL AND begun_at IS NULL

-- name: postpone
UPDATE outbox SET lease = NULL, leased_until = NULL, next_attempt_at = $3::timestamptz,
                  reason = $4::text
WHERE id = $1::text AND lease = $2::text AND outcome IS NULL

-- name: suppress
UPDATE outbox SET lease = NULL, leased_until = NULL, next_attempt_at = NULL, outcome = 'suppressed',
                  finished_at = $3::timestamptz, reason = $4::text
WHERE id = $1::text AND lease = $2::text AND outcome IS NULL

-- name: read
-- What a machine wrote is answered only where no person did: a notice of absence lends an answer
-- neither its words nor its thread nor its language. A contact whose language this ticket does not
-- tell may have told it elsewhere; of whoever floods us, only the newest tickets are looked at.
SELECT o.id, o.ticket, o.channel, o.kind, o.recipient, o.message_id, o.created_at, o.attempts,
       o.purpose, t.subject, t.department, t.created_at AS ticket_created_at, t.due_at,
       e.kind AS entry_kind, e.author_name, e.body, e.html,
       l.at AS last_at, l.author_name AS last_author, l.body AS last_body, l.facts AS last_facts,
       coalesce(
         (SELECT s.facts ->> 'language' FROM entry s
          WHERE s.ticket = o.ticket AND s.direction = 0 AND s.facts ? 'language'
            AND NOT s.facts ? 'automatic'
          ORDER BY s.seq DESC LIMIT 1),
         (SELECT told.language
          FROM (SELECT id FROM ticket WHERE contact = t.contact
                ORDER BY created_at DESC, id LIMIT 20) c
          CROSS JOIN LATERAL (
            SELECT s.at, s.id, s.facts ->> 'language' AS language FROM entry s
            WHERE s.ticket = c.id AND s.direction = 0 AND s.facts ? 'language'
              AND NOT s.facts ? 'automatic'
            ORDER BY s.seq DESC LIMIT 1
          ) told
          ORDER BY told.at DESC, told.id DESC LIMIT 1),
         l.facts ->> 'language') AS language,
       ARRAY(SELECT s.facts ->> 'messageId' FROM entry s
             WHERE s.ticket = o.ticket AND s.kind = 0 AND s.seq < o.seq AND s.facts ? 'messageId'
               AND (NOT s.facts ? 'automatic' OR l.facts ? 'automatic')
             ORDER BY s.seq DESC LIMIT 20) AS newest_references,
       -- By the provider's clock, for a message may be late by the days that providers try to hand it
       -- over; what claims to be older still, or of the future, counts from when it came. The form
       -- is checked first, for others than providers write such facts as well. What is changed is
       -- not written again.
       (SELECT max(CASE WHEN w.at BETWEEN s.at - interval '7 days' AND s.at THEN w.at ELSE s.at END)
        FROM entry s
        CROSS JOIN LATERAL (
          SELECT CASE WHEN s.facts ->> 'sentAt' ~ '^[12][0-9]{3}-'
                      THEN (s.facts ->> 'sentAt')::timestamptz END AS at
        ) w
        WHERE s.ticket = o.ticket AND s.kind = 0 AND s.direction = 0 AND NOT s.facts ? 'edited')
         AS heard_at
FROM outbox o
JOIN ticket t ON t.id = o.ticket
JOIN entry e ON e.ticket = o.ticket AND e.seq = o.seq
LEFT JOIN LATERAL (
  SELECT s.at, s.author_name, s.body, s.facts FROM entry s
  WHERE s.ticket = o.ticket AND s.kind = 0 AND s.direction = 0 AND s.seq < o.seq
  ORDER BY s.facts ? 'automatic', s.seq DESC LIMIT 1
) l ON true
WHERE o.id = $1::text

-- name: files
SELECT a.id, a.name, a.media_type, a.size, a.content_id, a.sha256
FROM outbox o
JOIN attachment a ON a.ticket = o.ticket AND a.seq = o.seq
WHERE o.id = $1::text AND a.sha256 IS NOT NULL
ORDER BY a.position

-- name: release
UPDATE outbox SET lease = NULL, leased_until = NULL
WHERE id = $1::text AND lease = $2::text AND begun_at IS NULL

-- name: ticket-of
SELECT ticket FROM outbox WHERE id = $1::text

-- name: sent
UPDATE outbox SET lease = NULL, leased_until = NULL, next_attempt_at = NULL, outcome = 'sent',
                  finished_at = $3::timestamptz, attempts = attempts + 1, reason = NULL
WHERE id = $1::text AND lease = $2::text AND outcome IS NULL

-- name: add-provider-ids
INSERT INTO outbox_provider_id (channel, provider_id, message, part)
SELECT o.channel, p.id, o.id, p.part
FROM outbox o, unnest($2::text[]) WITH ORDINALITY AS p (id, part)
WHERE o.id = $1::text
ON CONFLICT DO NOTHING

-- name: retry
UPDATE outbox SET lease = NULL, leased_until = NULL, begun_at = NULL, attempts = attempts + 1,
                  next_attempt_at = $3::timestamptz, reason = $4::text
WHERE id = $1::text AND lease = $2::text AND outcome IS NULL

-- name: end
UPDATE outbox SET lease = NULL, leased_until = NULL, next_attempt_at = NULL, outcome = $5::text,
                  finished_at = $3::timestamptz, attempts = attempts + 1, reason = $4::text
WHERE id = $1::text AND lease = $2::text AND outcome IS NULL

-- name: lapsed
SELECT id, lease, channel, kind, attempts, begun_at IS NOT NULL AS begun
FROM outbox
WHERE lease IS NOT NULL AND leased_until <= $1::timestamptz
ORDER BY leased_until
LIMIT $2::int

-- name: insert-acknowledgements
-- They hang on the event that their ticket was opened with.
INSERT INTO outbox (id, ticket, seq, channel, kind, recipient, created_at, next_attempt_at, purpose,
                    counted_as)
SELECT n.id, n.ticket, n.seq, n.channel, n.kind, n.recipient, n.at, n.at, n.purpose, n.counted_as
FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[],
            $7::timestamptz[], $8::smallint[], $9::text[])
  AS n (id, ticket, seq, channel, kind, recipient, at, purpose, counted_as)

-- name: tag-returned
UPDATE ticket t
SET tags = (SELECT array_agg(tag ORDER BY tag)
            FROM unnest(t.tags || '{undelivered}'::text[]) AS tag)
FROM unnest($1::text[], $2::text[]) AS r (id, reason)
JOIN outbox o ON o.id = r.id
WHERE t.id = o.ticket AND NOT t.tags @> '{undelivered}'::text[]

-- name: mark-returned
UPDATE outbox o SET outcome = 'failed', reason = r.reason
FROM unnest($1::text[], $2::text[]) AS r (id, reason)
WHERE o.id = r.id AND o.outcome IN ('sent', 'uncertain')

-- name: set-aside
-- A bounce of mail that was not ours: of no ticket, and nothing that anybody has to look at.
INSERT INTO inbound (channel, key, received_at, raw, message, outcome, created)
VALUES ($1::text, $2::text, $3::timestamptz,
        coalesce($4::bytea, uploaded($5::text, 0, $6::bigint)), $5::text, 0, false)

-- name: confirm
-- Once: whoever comes second, or to a ticket that was purged, finds no row.
UPDATE outbox SET confirmed_at = $3::timestamptz
WHERE id = $1::text AND ticket = $2::text AND purpose = 4 AND confirmed_at IS NULL
  AND recipient <> ''
RETURNING recipient, channel, kind

-- name: is-confirmed
SELECT id FROM outbox WHERE id = $1::text AND confirmed_at IS NOT NULL AND recipient <> ''

-- name: prove-address
-- For the ticket's own contact only: somebody else's address stays somebody else's.
UPDATE identity i SET verified = true
FROM ticket t
WHERE t.id = $2::text AND i.contact = t.contact AND i.kind = 0 AND i.value = $1::text
