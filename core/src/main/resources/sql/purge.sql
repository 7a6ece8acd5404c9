-- Erases a ticket's content and person: $1 is the ticket everywhere. The ID and the history of
-- statuses stay. The order matters: a file or a payload goes once nothing refers to it.

-- name: announce
SELECT set_config('omnigate.purging', $1::text, true)

-- name: entries
UPDATE entry SET body = '', html = NULL, author_name = NULL, facts = '{}'
WHERE ticket = $1::text AND kind <> 2

-- name: events
-- What happened stays; reasons, the values of fields and the customer's name go.
UPDATE entry SET
  author_name = CASE WHEN author_type = 0 THEN NULL ELSE author_name END,
  body = CASE WHEN facts ->> 'event' = 'changed' THEN 'A field was changed.' ELSE body END,
  facts = CASE WHEN facts ->> 'event' IN ('created', 'status')
               THEN facts - '{reason}'::text[]
               ELSE facts - '{reason,from,to}'::text[] END
WHERE ticket = $1::text AND kind = 2

-- name: files
WITH erased AS (
  UPDATE attachment SET sha256 = NULL, name = '', content_id = NULL
  FROM (SELECT id, sha256 FROM attachment WHERE ticket = $1::text FOR UPDATE) before
  WHERE attachment.id = before.id
  RETURNING before.sha256
)
SELECT DISTINCT sha256 FROM erased WHERE sha256 IS NOT NULL

-- name: blobs
DELETE FROM blob b
WHERE b.sha256 = ANY ($1::bytea[])
  AND NOT EXISTS (SELECT FROM attachment a WHERE a.sha256 = b.sha256)
  AND NOT EXISTS (SELECT FROM agent_upload u WHERE u.sha256 = b.sha256)

-- name: payloads
-- The bytes go and their SHA-256 stays, so that the same message sent again is recognised. A payload
-- that carried messages of several tickets is erased for all of them: what remained of it would
-- still hold what is to be erased.
WITH own AS (
  UPDATE inbound SET raw = NULL, shared_sha256 = sha256(raw)
  WHERE ticket = $1::text AND raw IS NOT NULL
)
DELETE FROM payload p
USING inbound i
WHERE i.ticket = $1::text AND p.sha256 = i.shared_sha256

-- name: conversations
DELETE FROM conversation WHERE ticket = $1::text

-- name: outbox
UPDATE outbox SET
  recipient = '', counted_as = '', message_id = NULL, next_attempt_at = NULL, lease = NULL,
  leased_until = NULL, reason = NULL, outcome = coalesce(outcome, 'failed')
WHERE ticket = $1::text

-- name: provider-ids
DELETE FROM outbox_provider_id p USING outbox o WHERE o.ticket = $1::text AND p.message = o.id

-- name: ticket
UPDATE ticket SET subject = '', preview = '', tags = '{}', recipient = '' WHERE id = $1::text

-- name: lock-contact
SELECT c.id FROM contact c JOIN ticket t ON t.contact = c.id WHERE t.id = $1::text FOR UPDATE OF c

-- name: identities
DELETE FROM identity i
USING ticket t
WHERE t.id = $1::text AND i.contact = t.contact
  AND NOT EXISTS (SELECT FROM ticket o WHERE o.contact = t.contact AND o.id <> t.id
                                         AND o.purged_at IS NULL)

-- name: contact
UPDATE contact c SET name = NULL, email = NULL, phone = NULL
FROM ticket t
WHERE t.id = $1::text AND c.id = t.contact
  AND NOT EXISTS (SELECT FROM ticket o WHERE o.contact = t.contact AND o.id <> t.id
                                         AND o.purged_at IS NULL)
