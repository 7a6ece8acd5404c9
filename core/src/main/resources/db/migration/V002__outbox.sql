-- What leaves the house: why, who is sending it at the moment, and what became of it.

ALTER TABLE outbox
  ADD purpose       smallint NOT NULL DEFAULT 0 CHECK (purpose BETWEEN 0 AND 3), -- Purpose
  ADD lease         text COLLATE "C",  -- the token of the gateway that has it in hand
  ADD leased_until  timestamptz,
  ADD begun_at      timestamptz,       -- when it began to be handed over, unless it is to be again
  ADD finished_at   timestamptz,
  ADD reason        text,              -- of the last try that did not go well, for agents
  ADD delivered_at  timestamptz,       -- as the provider reported
  ADD read_at       timestamptz,
  DROP CONSTRAINT outbox_outcome_check,
  ADD CONSTRAINT outbox_outcome
    CHECK (outcome IN ('sent', 'failed', 'uncertain', 'suppressed')),
  ADD CONSTRAINT outbox_lease CHECK ((lease IS NULL) = (leased_until IS NULL)),
  ADD CONSTRAINT outbox_leased CHECK (lease IS NULL OR outcome IS NULL);

DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (channel, next_attempt_at)
  WHERE outcome IS NULL AND lease IS NULL;
CREATE INDEX outbox_leases ON outbox (leased_until) WHERE lease IS NOT NULL;
CREATE INDEX outbox_open ON outbox (ticket) WHERE outcome IS NULL;
CREATE INDEX outbox_recipient ON outbox (recipient, begun_at) WHERE begun_at IS NOT NULL;

-- Under which ids a provider speaks of what it took.
CREATE TABLE outbox_provider_id (
  channel     text COLLATE "C" NOT NULL,
  provider_id text COLLATE "C" NOT NULL,
  message     text COLLATE "C" NOT NULL REFERENCES outbox,
  PRIMARY KEY (channel, provider_id)
);
CREATE INDEX outbox_provider_id_message ON outbox_provider_id (message);
