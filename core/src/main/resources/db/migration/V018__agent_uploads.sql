-- Files that agents uploaded for an answer that is still being written. The bytes are kept like those
-- of any file; the row holds them until an answer takes it, its agent drops it, or a day is over.

CREATE TABLE agent_upload (
  id         text COLLATE "C" PRIMARY KEY,
  agent      text COLLATE "C" NOT NULL,  -- by e-mail address; one who is gone leaves it to the sweep
  name       text NOT NULL,
  media_type text NOT NULL,
  size       bigint NOT NULL,
  sha256     bytea NOT NULL REFERENCES blob,
  stored_at  timestamptz NOT NULL
);
CREATE INDEX agent_upload_agent ON agent_upload (agent);
CREATE INDEX agent_upload_age ON agent_upload (stored_at);
CREATE INDEX agent_upload_blob ON agent_upload (sha256);
