-- What agents read. Every statement takes its columns from ticket_view, and every list has the one
-- total order of QueueKey: on_time, priority, due_or_never, waiting_or_never, id.
--
-- A filter's parameters, the same in each statement: $1 statuses; $2 priorities, $3 departments,
-- $4 channels, each null for no restriction; $5 whether only unassigned ones. In a list $6 to $10
-- are the place to go on from, $11 is the limit, $12 the assignee.

-- name: find
SELECT t.*, g.*
FROM ticket_view t LEFT JOIN LATERAL ticket_goes_on_in(t.continued_in) g ON true
WHERE t.id = $1::text

-- name: thread
-- With what leaves goes how far it got.
-- A page ends after 500 entries or with the entry that makes it 4 MiB of text: whoever writes long
-- mails fills more pages, not the memory. Lengths are known without reading the texts.
WITH t AS MATERIALIZED (
  SELECT v.*, g.*
  FROM ticket_view v LEFT JOIN LATERAL ticket_goes_on_in(v.continued_in) g ON true
  WHERE v.id = $1::text
)
SELECT t.*, e.seq, e.id AS entry_id, e.at, e.kind AS entry_kind, e.direction, e.author_type,
       e.author_name, e.agent, e.body, e.html, e.facts, e.files,
       o.id IS NOT NULL AS leaves, o.outcome, o.purpose, o.attempts, o.reason,
       o.next_attempt_at, o.finished_at, o.delivered_at, o.read_at
FROM t
LEFT JOIN LATERAL (
  SELECT page.*,
         (SELECT jsonb_agg(jsonb_build_object(
                   'id', a.id, 'name', a.name, 'mediaType', a.media_type, 'size', a.size,
                   'contentId', a.content_id)
                 ORDER BY a.position)
          FROM attachment a
          WHERE a.ticket = page.ticket AND a.seq = page.seq AND a.sha256 IS NOT NULL) AS files
  FROM (
    SELECT entry.*,
           sum(octet_length(entry.body) + coalesce(octet_length(entry.html), 0))
             OVER (ORDER BY entry.seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM entry
    WHERE entry.ticket = t.id AND entry.seq >= $2::int
    ORDER BY entry.seq
    LIMIT 500
  ) page
  WHERE coalesce(page.before, 0) < 4194304
) e ON true
LEFT JOIN outbox o ON o.id = e.id
  AND (e.direction = 1 OR e.facts ->> 'event' IN ('created', 'address-confirmed'))
ORDER BY e.seq

-- name: attachment
SELECT a.name, a.media_type, a.size, a.sha256
FROM attachment a JOIN blob b ON b.sha256 = a.sha256
WHERE a.id = $1::text

-- name: blob-slice
-- The bytes are stored uncompressed, so that only the pages of the slice are read.
SELECT substring(bytes FROM $2::int FOR $3::int) AS slice FROM blob WHERE sha256 = $1::bytea

-- name: list
-- The queued ones come from one index in order, unless none are wanted; the rest from another, a
-- stretch for each status.
SELECT * FROM (
  (SELECT t.*
   FROM ticket_view t
   WHERE $1::smallint[] && '{0,1}'::smallint[]
     AND t.status IN (0, 1) AND t.status = ANY ($1::smallint[])
     AND ($2::smallint[] IS NULL OR t.priority = ANY ($2::smallint[]))
     AND ($3::text[] IS NULL OR t.department = ANY ($3::text[]))
     AND ($4::text[] IS NULL OR t.channel = ANY ($4::text[]))
     AND (NOT $5::boolean OR t.assignee IS NULL)
     AND (t.on_time, t.priority, t.due_or_never, t.waiting_or_never, t.id)
       > ($6::boolean, $7::smallint, $8::timestamptz, $9::timestamptz, $10::text)
   ORDER BY t.on_time, t.priority, t.due_or_never, t.waiting_or_never, t.id
   LIMIT $11::int)
  UNION ALL
  (SELECT each.*
   FROM unnest($1::smallint[]) AS wanted (status)
   CROSS JOIN LATERAL (
     SELECT t.*
     FROM ticket_view t
     WHERE t.status NOT IN (0, 1) AND t.status = wanted.status
       AND ($2::smallint[] IS NULL OR t.priority = ANY ($2::smallint[]))
       AND ($3::text[] IS NULL OR t.department = ANY ($3::text[]))
       AND ($4::text[] IS NULL OR t.channel = ANY ($4::text[]))
       AND (NOT $5::boolean OR t.assignee IS NULL)
       AND (t.on_time, t.priority, t.due_or_never, t.waiting_or_never, t.id)
         > ($6::boolean, $7::smallint, $8::timestamptz, $9::timestamptz, $10::text)
     ORDER BY t.on_time, t.priority, t.due_or_never, t.waiting_or_never, t.id
     LIMIT $11::int
   ) each
   ORDER BY each.on_time, each.priority, each.due_or_never, each.waiting_or_never, each.id
   LIMIT $11::int)
) found
ORDER BY on_time, priority, due_or_never, waiting_or_never, id
LIMIT $11::int

-- name: list-assigned
-- One agent's tickets are few: they are fetched by agent and sorted.
SELECT t.*
FROM ticket_view t
WHERE t.assignee = $12::text
  AND t.status = ANY ($1::smallint[])
  AND ($2::smallint[] IS NULL OR t.priority = ANY ($2::smallint[]))
  AND ($3::text[] IS NULL OR t.department = ANY ($3::text[]))
  AND ($4::text[] IS NULL OR t.channel = ANY ($4::text[]))
  AND (NOT $5::boolean OR t.assignee IS NULL)
  AND (t.on_time, t.priority, t.due_or_never, t.waiting_or_never, t.id)
    > ($6::boolean, $7::smallint, $8::timestamptz, $9::timestamptz, $10::text)
ORDER BY t.on_time, t.priority, t.due_or_never, t.waiting_or_never, t.id
LIMIT $11::int

-- name: list-found
-- Words are looked for in every wanted ticket first, then sorted: along the index, each ticket
-- would look up its contact alone. $13 are patterns, all of which have to be found.
WITH found AS MATERIALIZED (
  SELECT t.*
  FROM ticket_view t
  WHERE t.status = ANY ($1::smallint[])
    AND ($2::smallint[] IS NULL OR t.priority = ANY ($2::smallint[]))
    AND ($3::text[] IS NULL OR t.department = ANY ($3::text[]))
    AND ($4::text[] IS NULL OR t.channel = ANY ($4::text[]))
    AND (NOT $5::boolean OR t.assignee IS NULL)
    AND (t.on_time, t.priority, t.due_or_never, t.waiting_or_never, t.id)
      > ($6::boolean, $7::smallint, $8::timestamptz, $9::timestamptz, $10::text)
    AND ($12::text IS NULL OR t.assignee = $12::text)
    AND concat_ws(' ', t.subject, t.preview, t.contact_name, t.contact_email, t.contact_phone)
        ILIKE ALL ($13::text[])
)
SELECT t.*
FROM found t
ORDER BY t.on_time, t.priority, t.due_or_never, t.waiting_or_never, t.id
LIMIT $11::int

-- name: list-one
-- The ticket whose ID was looked for, if it is one of the wanted.
SELECT t.*
FROM ticket_view t
WHERE t.id = $6::text
  AND t.status = ANY ($1::smallint[])
  AND ($2::smallint[] IS NULL OR t.priority = ANY ($2::smallint[]))
  AND ($3::text[] IS NULL OR t.department = ANY ($3::text[]))
  AND ($4::text[] IS NULL OR t.channel = ANY ($4::text[]))
  AND (NOT $5::boolean OR t.assignee IS NULL)
  AND ($7::text IS NULL OR t.assignee = $7::text)

-- name: count
SELECT count(*) AS tickets
FROM ticket t
WHERE t.status = ANY ($1::smallint[])
  AND ($2::smallint[] IS NULL OR t.priority = ANY ($2::smallint[]))
  AND ($3::text[] IS NULL OR t.department = ANY ($3::text[]))
  AND ($4::text[] IS NULL OR t.channel = ANY ($4::text[]))
  AND (NOT $5::boolean OR t.assignee IS NULL)
  AND ($6::text IS NULL OR t.assignee = $6::text)

-- name: count-found
SELECT count(*) AS tickets
FROM ticket_view t
WHERE t.status = ANY ($1::smallint[])
  AND ($2::smallint[] IS NULL OR t.priority = ANY ($2::smallint[]))
  AND ($3::text[] IS NULL OR t.department = ANY ($3::text[]))
  AND ($4::text[] IS NULL OR t.channel = ANY ($4::text[]))
  AND (NOT $5::boolean OR t.assignee IS NULL)
  AND concat_ws(' ', t.subject, t.preview, t.contact_name, t.contact_email, t.contact_phone)
      ILIKE ALL ($6::text[])
  AND ($7::text IS NULL OR t.assignee = $7::text)

-- name: figures
-- One snapshot: kind of figure, its label, its value. The tickets are passed over once: nothing
-- else in the house reads them all.
WITH standing AS MATERIALIZED (
  SELECT status, priority, count(*)::float8 AS tickets, min(waiting_since) AS since
  FROM ticket GROUP BY status, priority
)
SELECT 'status' AS figure, status::text AS label, sum(tickets) AS value
FROM standing GROUP BY status
UNION ALL
SELECT 'depth', priority::text, sum(tickets)
FROM standing WHERE status IN (0, 1) GROUP BY priority
UNION ALL
SELECT 'oldest', '', extract(epoch FROM $1::timestamptz - min(since))
FROM standing WHERE status IN (0, 1)
UNION ALL
SELECT 'outbox', channel, count(*)
FROM outbox WHERE outcome IS NULL GROUP BY channel
UNION ALL
SELECT 'outbox-oldest', '', extract(epoch FROM $1::timestamptz - min(created_at))
FROM outbox WHERE outcome IS NULL
