-- Tokens that a provider uses once to prove itself, each with the body it came with. Kept a little
-- longer than the provider's timestamp is believed.
CREATE TABLE used_token (
  channel     text COLLATE "C" NOT NULL,
  token       text COLLATE "C" NOT NULL,
  body_sha256 bytea NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (channel, token)
);
CREATE INDEX used_token_expiry ON used_token (expires_at);
