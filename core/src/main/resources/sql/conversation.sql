-- What the visitor of a web chat reads: messages to them and from them (kind 0, direction 0 or 1), of
-- the tickets of their own conversation, unless those are purged. A message's place is its ticket's
-- place in the conversation, times 2^32, and its own in the ticket.

-- name: after
-- The messages of the conversation $2 of the channel $1 after the place $3, at most $4 of them. From
-- the beginning (anew) where that place is none of it: it is beyond the last one, or was counted on the
-- ticket $5, which is no part of it any more.
WITH chain AS MATERIALIZED (
  SELECT c.ticket, c.place FROM conversation_tickets($1::text, $2::text) c
), head AS (
  SELECT t.id AS ticket, t.version, t.status,
         $3::bigint > 0
           AND ($3::bigint > (c.place << 32) + t.last_seq
                OR $5::text IS NOT NULL
                   AND NOT EXISTS (SELECT FROM chain k WHERE k.ticket = $5::text)) AS anew
  FROM chain c JOIN ticket t ON t.id = c.ticket
  ORDER BY c.place DESC LIMIT 1
), since AS (
  SELECT CASE WHEN anew THEN 0 ELSE $3::bigint END AS place FROM head
)
SELECT h.ticket, h.version, h.status, h.anew, page.*
FROM head h
LEFT JOIN (
  SELECT counted.*,
         (SELECT jsonb_agg(jsonb_build_object(
                   'id', a.id, 'name', a.name, 'mediaType', a.media_type, 'size', a.size)
                 ORDER BY a.position)
          FROM attachment a
          WHERE a.ticket = counted.of_ticket AND a.seq = counted.seq AND a.sha256 IS NOT NULL)
           AS files
  FROM (
    SELECT found.*, count(*) OVER () AS found,
           row_number() OVER (ORDER BY found.place) AS nth,
           sum(octet_length(found.body))
             OVER (ORDER BY found.place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM (
      SELECT (c.place << 32) + e.seq AS place, c.ticket AS of_ticket, e.seq, e.id, e.at,
             e.direction, e.author_name, e.body, e.facts ->> 'messageId' AS ref
      FROM since s
      JOIN chain c ON c.place >= s.place >> 32
      JOIN ticket t ON t.id = c.ticket AND t.purged_at IS NULL
      JOIN entry e ON e.ticket = c.ticket
      WHERE e.kind = 0 AND e.direction IN (0, 1)
        AND e.seq > CASE WHEN c.place = s.place >> 32 THEN (s.place & 4294967295)::int
                         ELSE 0 END
      ORDER BY place
      LIMIT $4::int + 1
    ) found
  ) counted
  WHERE counted.nth <= $4::int AND coalesce(counted.before, 0) < 262144
) page ON true
ORDER BY page.place

-- name: before
-- The last messages before the place $3, at most $4 of them, the last one first.
WITH chain AS MATERIALIZED (
  SELECT c.ticket, c.place FROM conversation_tickets($1::text, $2::text) c
), head AS (
  SELECT t.id AS ticket, t.version, t.status
  FROM chain c JOIN ticket t ON t.id = c.ticket
  ORDER BY c.place DESC LIMIT 1
)
SELECT h.ticket, h.version, h.status, page.*
FROM head h
LEFT JOIN (
  SELECT counted.*,
         (SELECT jsonb_agg(jsonb_build_object(
                   'id', a.id, 'name', a.name, 'mediaType', a.media_type, 'size', a.size)
                 ORDER BY a.position)
          FROM attachment a
          WHERE a.ticket = counted.of_ticket AND a.seq = counted.seq AND a.sha256 IS NOT NULL)
           AS files
  FROM (
    SELECT found.*, count(*) OVER () AS found,
           row_number() OVER (ORDER BY found.place DESC) AS nth,
           sum(octet_length(found.body))
             OVER (ORDER BY found.place DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
             AS before
    FROM (
      SELECT (c.place << 32) + e.seq AS place, c.ticket AS of_ticket, e.seq, e.id, e.at,
             e.direction, e.author_name, e.body, e.facts ->> 'messageId' AS ref
      FROM chain c
      JOIN ticket t ON t.id = c.ticket AND t.purged_at IS NULL
      JOIN entry e ON e.ticket = c.ticket
      WHERE e.kind = 0 AND e.direction IN (0, 1)
        AND (c.place << 32) + e.seq < $3::bigint
      ORDER BY place DESC
      LIMIT $4::int + 1
    ) found
  ) counted
  WHERE counted.nth <= $4::int AND coalesce(counted.before, 0) < 262144
) page ON true
ORDER BY page.place DESC

-- name: moved
-- Which of the conversations ($1 channels, $2 keys) are on another ticket than $3 (null for none
-- yet), or on another version of it than $4; on none, where the one they were on was purged.
SELECT w.n::int AS n, t.id AS ticket, t.version, t.status
FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
  WITH ORDINALITY AS w (channel, key, ticket, version, n)
LEFT JOIN conversation c ON c.channel = w.channel AND c.key = w.key
LEFT JOIN ticket t ON t.id = c.ticket
WHERE t.id IS DISTINCT FROM w.ticket OR t.version IS DISTINCT FROM w.version

-- name: notify-activity
SELECT pg_notify('omnigate_activity', $1::text)
