-- What a provider reported of a message before it was recorded under which id it took it: its
-- webhook may be faster than the answer to our call. Kept for an hour.
CREATE TABLE delivery_report (
  channel      text COLLATE "C" NOT NULL,
  provider_id  text COLLATE "C" NOT NULL,
  delivered_at timestamptz,
  read_at      timestamptz,
  failed_at    timestamptz,
  reason       text,
  received_at  timestamptz NOT NULL,
  PRIMARY KEY (channel, provider_id)
);
CREATE INDEX delivery_report_age ON delivery_report (received_at);
