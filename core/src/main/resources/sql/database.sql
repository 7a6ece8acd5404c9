-- name: durable-settings
SELECT name, setting
  FROM pg_settings
 WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')

-- name: migrations
SELECT version, checksum
  FROM flyway_schema_history
 WHERE success AND version IS NOT NULL

-- name: notify-changed
SELECT pg_notify('omnigate_changed', $1::text)
