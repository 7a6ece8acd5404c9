-- Withdrawals that came before their message: providers keep no order. Kept for an hour.
CREATE TABLE withdrawal_ahead (
  channel      text COLLATE "C" NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  message_id   text COLLATE "C" NOT NULL,
  received_at  timestamptz NOT NULL,
  PRIMARY KEY (channel, conversation, message_id)
);
CREATE INDEX withdrawal_ahead_age ON withdrawal_ahead (received_at);
