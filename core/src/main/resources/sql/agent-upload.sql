-- Files that agents send ahead of their answers. Their slices are sent like those of large messages.

-- name: add-blob
-- What was sent ahead ($2), put together; what did not arrive whole is null, which undoes it all. Of
-- an empty file nothing was sent.
INSERT INTO blob (sha256, bytes)
SELECT $1::bytea, CASE WHEN $3::bigint = 0 THEN ''::bytea ELSE uploaded($2::text, 1, $3::bigint) END
WHERE NOT EXISTS (SELECT FROM blob WHERE sha256 = $1::bytea)
ON CONFLICT DO NOTHING

-- name: queue-agent
-- One after the other for each agent, so that the bounds are exact.
SELECT email FROM agent WHERE email = $1::text FOR NO KEY UPDATE

-- name: measure
SELECT count(*) AS files, coalesce(sum(size), 0)::bigint AS bytes
FROM agent_upload WHERE agent = $1::text

-- name: add
INSERT INTO agent_upload (id, agent, name, media_type, size, sha256, stored_at)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::bigint, $6::bytea, $7::timestamptz)

-- name: claim
-- Each once, by whoever sent it: the row goes, and its file becomes one of the answer's.
WITH claimed AS (
  DELETE FROM agent_upload u
  USING unnest($1::text[], $2::text[]) WITH ORDINALITY AS n (id, attachment, place)
  WHERE u.id = n.id AND u.agent = $3::text
  RETURNING u.id, u.name, u.media_type, u.size, u.sha256, n.attachment, n.place
), attached AS (
  INSERT INTO attachment (id, ticket, seq, position, name, media_type, size, sha256)
  SELECT attachment, $4::text, $5::int, $6::int + place::int - 1, name, media_type, size, sha256
  FROM claimed
)
SELECT id, size FROM claimed

-- name: drop
DELETE FROM agent_upload WHERE id = $1::text AND agent = $2::text RETURNING sha256

-- name: drop-old
-- A few at a time: each may have 25 MiB.
DELETE FROM agent_upload WHERE id IN
  (SELECT id FROM agent_upload WHERE stored_at <= $1::timestamptz - interval '1 day'
   ORDER BY stored_at LIMIT least($2::int, 10) FOR UPDATE SKIP LOCKED)
RETURNING sha256
