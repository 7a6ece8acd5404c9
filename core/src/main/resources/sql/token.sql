-- One-time tokens.

-- name: use
-- Answers with the hash of the body that the token came with first: the update changes nothing, but
-- waits for another node that uses the same token just now and sees what it wrote.
WITH expired AS (
  SELECT channel, token FROM used_token
  WHERE expires_at < $4::timestamptz AND (channel, token) <> ($1::text, $2::text)
  ORDER BY expires_at LIMIT 100 FOR UPDATE SKIP LOCKED
), forgotten AS (
  DELETE FROM used_token u USING expired e WHERE u.channel = e.channel AND u.token = e.token
)
INSERT INTO used_token AS u (channel, token, body_sha256, expires_at)
VALUES ($1::text, $2::text, $3::bytea, $5::timestamptz)
ON CONFLICT (channel, token) DO UPDATE SET token = excluded.token
RETURNING u.body_sha256
