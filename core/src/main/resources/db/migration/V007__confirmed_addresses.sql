-- An address that was only typed into a form is asked before it gets anything automatic: a message
-- of the purpose 4 (CONFIRMATION), and when its link was used.

ALTER TABLE outbox
  ADD confirmed_at timestamptz,
  DROP CONSTRAINT outbox_purpose_check,
  ADD CONSTRAINT outbox_purpose CHECK (purpose BETWEEN 0 AND 4),
  ADD CONSTRAINT outbox_confirmed CHECK (confirmed_at IS NULL OR purpose = 4);
CREATE INDEX outbox_unconfirmed ON outbox (ticket) WHERE purpose = 4 AND confirmed_at IS NULL;
