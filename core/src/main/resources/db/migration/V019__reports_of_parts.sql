-- A long answer goes out in parts, and a provider reports of each. What became of the message follows
-- from all of them.

ALTER TABLE outbox_provider_id
  ADD part         int,         -- from 1, in the order they went out; not known of older ones
  ADD delivered_at timestamptz,
  ADD read_at      timestamptz,
  ADD failed_at    timestamptz,
  ADD reason       text;        -- of the failure, for agents

UPDATE outbox_provider_id p
SET delivered_at = o.delivered_at, read_at = o.read_at
FROM outbox o
WHERE o.id = p.message AND o.delivered_at IS NOT NULL;
