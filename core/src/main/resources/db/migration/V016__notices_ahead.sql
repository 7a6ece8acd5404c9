-- Edits that came before their message wait as withdrawals do.
ALTER TABLE withdrawal_ahead RENAME TO notice_ahead;
ALTER INDEX withdrawal_ahead_age RENAME TO notice_ahead_age;
ALTER TABLE notice_ahead
  ADD COLUMN notice text COLLATE "C" NOT NULL DEFAULT 'withdrawn'
    CHECK (notice IN ('withdrawn', 'edited')),
  DROP CONSTRAINT withdrawal_ahead_pkey,
  ADD CONSTRAINT notice_ahead_pkey PRIMARY KEY (channel, conversation, message_id, notice);
ALTER TABLE notice_ahead ALTER COLUMN notice DROP DEFAULT;
