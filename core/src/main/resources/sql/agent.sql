-- Accounts and sessions. Tokens are looked up by their SHA-256.

-- name: add
INSERT INTO agent (email, name, role, password_hash, token_hash)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::bytea)
ON CONFLICT (email) DO NOTHING

-- name: any
SELECT EXISTS (SELECT FROM agent) AS any

-- name: all
SELECT email, name, role FROM agent ORDER BY name, email

-- name: by-email
SELECT email, name, role, password_hash FROM agent WHERE email = $1::text

-- name: by-token
SELECT email, name, role FROM agent WHERE token_hash = $1::bytea
UNION ALL
SELECT a.email, a.name, a.role
FROM session s JOIN agent a ON a.email = s.agent
WHERE s.token_hash = $1::bytea AND s.expires_at > $2::timestamptz
LIMIT 1

-- name: start-session
INSERT INTO session (token_hash, agent, created_at, expires_at)
VALUES ($1::bytea, $2::text, $3::timestamptz, $4::timestamptz)

-- name: end-session
DELETE FROM session WHERE token_hash = $1::bytea
