-- What large messages send ahead, slice by slice, until they are stored as a whole. Unlogged: what
-- a crash takes away was never promised to anybody, and is sent again with its message.

CREATE UNLOGGED TABLE upload_slice (
  message   text COLLATE "C" NOT NULL,
  part      int NOT NULL,              -- 0: the raw payload; then the files, from 1 on
  position  int NOT NULL,
  bytes     bytea NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (message, part, position)
);
ALTER TABLE upload_slice ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- A part, put together; null where it is not there.
CREATE FUNCTION uploaded(of_message text, of_part int) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT string_agg(bytes, ''::bytea ORDER BY position)
  FROM upload_slice WHERE message = of_message AND part = of_part
$$;
