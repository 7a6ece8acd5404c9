-- What large messages send ahead, slice by slice; intake.sql puts it together.

-- name: add
INSERT INTO upload_slice (message, part, position, bytes)
VALUES ($1::text, $2::int, $3::int, $4::bytea)

-- name: forget
DELETE FROM upload_slice WHERE message = $1::text
