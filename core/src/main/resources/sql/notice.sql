-- What providers tell of messages that are stored already.

-- name: find-message
-- The message with the provider's id $3 in the conversation $2 of the channel $1: on the ticket it
-- leads to or on one of those that ticket goes on for. Of several versions the first; where $4, none
-- that is an edit.
WITH RECURSIVE chain (id, earlier, depth) AS (
  SELECT t.id, t.follow_up_of, 0
  FROM conversation c JOIN ticket t ON t.id = c.ticket
  WHERE c.channel = $1::text AND c.key = $2::text
  UNION ALL
  SELECT t.id, t.follow_up_of, c.depth + 1
  FROM chain c JOIN ticket t ON t.id = c.earlier WHERE c.depth < 100
)
SELECT e.ticket, e.id
FROM chain c JOIN entry e ON e.ticket = c.id
WHERE e.kind = 0 AND e.direction = 0 AND e.facts ->> 'messageId' = $3::text
  AND NOT ($4::boolean AND e.facts ? 'edited')
ORDER BY c.depth, e.seq
LIMIT 1

-- name: is-withdrawn
SELECT EXISTS (
  SELECT FROM entry e
  WHERE e.ticket = $1::text AND e.kind = 2
    AND e.facts ->> 'event' = 'withdrawn' AND e.facts ->> 'message' = $2::text) AS known

-- name: words-left
-- What is left of the words of the customer of the ticket $1: the beginnings of the first and the latest
-- message that stand, and of those that were withdrawn. Newer versions of a withdrawn message, which
-- share the provider's id, do not stand either. What was changed before it came stands only where
-- nothing else does.
WITH named AS (
  SELECT m.id, m.facts ->> 'messageId' AS provider_id
  FROM entry m
  WHERE m.ticket = $1::text AND m.kind = 0
    AND m.id IN (SELECT w.facts ->> 'message' FROM entry w
                 WHERE w.ticket = $1::text AND w.kind = 2
                   AND w.facts ->> 'event' = 'withdrawn')
), said AS (
  SELECT e.seq, left(e.body, 2000) AS words,
         EXISTS (SELECT FROM named n
                 WHERE n.id = e.id OR n.provider_id = e.facts ->> 'messageId') AS gone,
         e.id IN (SELECT o.facts ->> 'message' FROM entry o
                  WHERE o.ticket = $1::text AND o.kind = 2
                    AND o.facts ->> 'event' = 'overtaken') AS overtaken
  FROM entry e
  WHERE e.ticket = $1::text AND e.kind = 0 AND e.direction = 0
)
SELECT (SELECT words FROM said WHERE NOT gone ORDER BY overtaken, seq LIMIT 1) AS first,
       (SELECT words FROM said WHERE NOT gone ORDER BY overtaken, seq DESC LIMIT 1) AS latest,
       ARRAY(SELECT words FROM said WHERE gone ORDER BY seq) AS gone

-- name: show
UPDATE ticket SET preview = $2::text, subject = $3::text WHERE id = $1::text

-- name: keep-reports
-- Reports come in any order; the first of each sort counts.
INSERT INTO delivery_report AS r
  (channel, provider_id, delivered_at, read_at, failed_at, reason, received_at)
SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[],
                     $5::timestamptz[], $6::text[], $7::timestamptz[])
ON CONFLICT (channel, provider_id) DO UPDATE SET
  delivered_at = coalesce(r.delivered_at, excluded.delivered_at),
  read_at = coalesce(r.read_at, excluded.read_at),
  failed_at = coalesce(r.failed_at, excluded.failed_at),
  reason = coalesce(r.reason, excluded.reason)

-- name: lock-reported
-- The messages that went out under the ids $2 of the channel $1. Reports of two parts of the same
-- message wait for each other here, so that whoever is second sees what the first one wrote.
SELECT o.id
FROM outbox o
WHERE o.id IN (SELECT p.message FROM outbox_provider_id p
               WHERE p.channel = $1::text AND p.provider_id = ANY ($2::text[]))
ORDER BY o.id
FOR UPDATE

-- name: apply-reports
-- Moves what was reported under the ids $2 of the channel $1 to the parts of the messages $3 that went
-- out under them; those are locked (lock-reported). Whoever records an id, or keeps a report, calls this
-- afterwards: so one of the two sees the other, whichever commits first. An id that is recorded between
-- the lock and this is left to who records it: without the lock the reports of two parts would not see
-- each other. A part never goes backwards: what is there stays, and of delivered and
-- failed the first holds. A message is delivered, or read, when the last of its parts is, and has failed
-- when one of them has.
WITH told AS (
  DELETE FROM delivery_report r USING outbox_provider_id p
  WHERE r.channel = $1::text AND r.provider_id = ANY ($2::text[])
    AND p.channel = r.channel AND p.provider_id = r.provider_id
    AND p.message = ANY ($3::text[])
  RETURNING p.channel, p.provider_id, p.message, coalesce(r.delivered_at, r.read_at) AS delivered_at,
            r.read_at, r.failed_at, r.reason, r.received_at
), moved AS (
  UPDATE outbox_provider_id p
  SET delivered_at = coalesce(p.delivered_at, t.delivered_at),
      read_at = coalesce(p.read_at, t.read_at),
      failed_at = CASE WHEN coalesce(p.delivered_at, t.delivered_at) IS NULL THEN t.failed_at END,
      reason = t.reason
  FROM told t
  WHERE p.channel = t.channel AND p.provider_id = t.provider_id AND p.failed_at IS NULL
  RETURNING p.*
), part AS (
  SELECT * FROM moved
  UNION ALL
  SELECT p.* FROM outbox_provider_id p
  WHERE p.message IN (SELECT message FROM told)
    AND NOT EXISTS (SELECT FROM moved m
                    WHERE m.channel = p.channel AND m.provider_id = p.provider_id)
), whole AS (
  SELECT message, count(*)::int AS parts,
         CASE WHEN bool_and(delivered_at IS NOT NULL) THEN max(delivered_at) END AS delivered_at,
         CASE WHEN bool_and(read_at IS NOT NULL) THEN max(read_at) END AS read_at,
         bool_or(failed_at IS NOT NULL) AS failed,
         (array_agg(part ORDER BY part) FILTER (WHERE failed_at IS NOT NULL))[1] AS part,
         (array_agg(reason ORDER BY part) FILTER (WHERE failed_at IS NOT NULL))[1] AS reason
  FROM part GROUP BY message
)
UPDATE outbox o
SET delivered_at = coalesce(o.delivered_at, w.delivered_at),
    read_at = coalesce(o.read_at, w.read_at)
FROM whole w
WHERE o.id = w.message
RETURNING o.id, o.ticket, w.parts, w.part, w.reason,
          (SELECT max(t.received_at) FROM told t WHERE t.message = o.id) AS received_at,
          o.outcome = 'sent' AND o.delivered_at IS NULL AND w.failed AS failed

-- name: report-up-to
-- Everything that had been sent to the recipient $2 of the channel $1 by then.
UPDATE outbox SET
  delivered_at = coalesce(delivered_at, $3::timestamptz),
  read_at = CASE WHEN $4::boolean THEN coalesce(read_at, $3::timestamptz) ELSE read_at END
WHERE channel = $1::text AND recipient = $2::text AND outcome = 'sent'
  AND begun_at <= $3::timestamptz
  AND (delivered_at IS NULL OR $4::boolean AND read_at IS NULL)

-- name: fail-sent
UPDATE outbox SET outcome = 'failed', reason = $2::text
WHERE id = $1::text AND outcome = 'sent' AND delivered_at IS NULL

-- name: seen
-- What the visitor of the conversation $2 of the channel $1 has got up to the place $3 (conversation.sql),
-- and, where $5, has read. Whether the outbox knows yet that it was sent does not matter. Nothing where the
-- place was counted on the ticket $6 (null where it is not known), which is no part of it any more.
WITH chain AS MATERIALIZED (
  SELECT c.ticket, c.place FROM conversation_tickets($1::text, $2::text) c
), seen AS (
  SELECT o.id
  FROM chain c
  JOIN entry e ON e.ticket = c.ticket AND e.kind = 0 AND e.direction = 1
  JOIN outbox o ON o.id = e.id
  WHERE (c.place << 32) + e.seq <= $3::bigint
    AND ($6::text IS NULL OR EXISTS (SELECT FROM chain k WHERE k.ticket = $6::text))
    AND (o.delivered_at IS NULL OR $5::boolean AND o.read_at IS NULL)
  ORDER BY o.id
  FOR UPDATE OF o
)
UPDATE outbox o SET
  delivered_at = coalesce(o.delivered_at, $4::timestamptz),
  read_at = CASE WHEN $5::boolean THEN coalesce(o.read_at, $4::timestamptz) ELSE o.read_at END
FROM seen s
WHERE o.id = s.id

-- name: keep-ahead
INSERT INTO notice_ahead (channel, conversation, message_id, notice, received_at)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::timestamptz)
ON CONFLICT DO NOTHING

-- name: notices-ahead
-- Those whose message has come since, $1 of them at most, of four times as many that were told last.
-- It is on the ticket of its conversation or, where that has moved on meanwhile, on the one before; and
-- among the last entries there, for this is asked every second. A conversation that nobody wrote in
-- since costs a look-up of its tickets, however many notices wait for it; the minute is for
-- clocks that differ. An edit waits for the message it changes, not for another edit of that.
WITH ahead AS MATERIALIZED (
  SELECT channel, conversation, message_id, notice, received_at
  FROM notice_ahead ORDER BY received_at DESC LIMIT 4 * $1::int
), asked AS MATERIALIZED (
  SELECT channel, conversation, min(received_at) AS since
  FROM ahead GROUP BY channel, conversation
), come AS MATERIALIZED (
  SELECT a.channel, a.conversation, e.facts ->> 'messageId' AS message_id,
         e.facts ? 'edited' AS edited
  FROM asked a
  JOIN conversation c ON c.channel = a.channel AND c.key = a.conversation
  JOIN ticket h ON h.id = c.ticket
  JOIN ticket t ON t.id = ANY (ARRAY[h.id, h.follow_up_of])
               AND t.updated_at >= a.since - interval '1 minute'
  CROSS JOIN LATERAL (
    SELECT l.kind, l.direction, l.facts
    FROM entry l WHERE l.ticket = t.id ORDER BY l.seq DESC LIMIT 100
  ) e
  WHERE e.kind = 0 AND e.direction = 0
)
SELECT w.channel, w.conversation, w.message_id, w.notice
FROM ahead w
WHERE EXISTS (SELECT FROM come m
              WHERE m.channel = w.channel AND m.conversation = w.conversation
                AND m.message_id = w.message_id AND NOT (m.edited AND w.notice = 'edited'))
ORDER BY w.received_at
LIMIT $1::int

-- name: forget-ahead
DELETE FROM notice_ahead
WHERE channel = $1::text AND conversation = $2::text AND message_id = $3::text
  AND notice = $4::text
