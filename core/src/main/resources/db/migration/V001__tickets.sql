-- Codes of smallint columns are those of the Java enums: Status, Priority, Identity.Kind,
-- Entry.Kind, Entry.Direction, Entry.Author.Type. Text keys compare byte by byte (COLLATE "C"), so
-- that SQL and Java order them alike on any server.

CREATE TABLE agent (
  email         text COLLATE "C" PRIMARY KEY,
  name          text NOT NULL,
  role          text NOT NULL CHECK (role IN ('agent', 'admin')),
  password_hash text,
  token_hash    bytea UNIQUE,          -- SHA-256 of the API token
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE session (
  token_hash  bytea PRIMARY KEY,       -- SHA-256 of the session token
  agent       text COLLATE "C" NOT NULL REFERENCES agent ON UPDATE CASCADE ON DELETE CASCADE,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL
);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE contact (
  id          uuid PRIMARY KEY,
  visitor     text COLLATE "C" UNIQUE, -- given when the name was unknown, kept if a name came later
  name        text,
  email       text,                    -- as written, to be shown
  phone       text,
  created_at  timestamptz NOT NULL
);

-- Claimed before the contact's row exists, in one sorted statement: hence the deferred key.
CREATE TABLE identity (
  kind     smallint NOT NULL CHECK (kind BETWEEN 0 AND 2),
  value    text COLLATE "C" NOT NULL,
  contact  uuid NOT NULL REFERENCES contact DEFERRABLE INITIALLY DEFERRED,
  verified boolean NOT NULL,
  PRIMARY KEY (kind, value)
);

CREATE TABLE ticket (
  id              text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[0-9A-Z]{5}-[0-9A-Z]{5}$'),
  status          smallint NOT NULL CHECK (status BETWEEN 0 AND 7),
  priority        smallint NOT NULL CHECK (priority BETWEEN 0 AND 3),
  subject         text NOT NULL,
  channel         text COLLATE "C" NOT NULL,
  kind            text NOT NULL,
  department      text COLLATE "C" NOT NULL,
  assignee        text COLLATE "C" REFERENCES agent ON UPDATE CASCADE,
  tags            text[] NOT NULL DEFAULT '{}',
  contact         uuid NOT NULL REFERENCES contact,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  waiting_since   timestamptz,         -- the oldest unanswered customer message
  due_at          timestamptz,
  overdue         boolean NOT NULL DEFAULT false,
  postponed_from  smallint CHECK (postponed_from IN (0, 1, 2)),
  postponed_until timestamptz,
  spam_from       smallint CHECK (spam_from BETWEEN 0 AND 5),
  deleted_from    smallint CHECK (deleted_from BETWEEN 0 AND 6),
  first_answer_at timestamptz,
  resolved_at     timestamptz,
  closed_at       timestamptz,
  purged_at       timestamptz,
  leased_by       text COLLATE "C" REFERENCES agent ON UPDATE CASCADE,
  leased_until    timestamptz,
  message_count   int NOT NULL,
  preview         text NOT NULL,
  last_seq        int NOT NULL,
  version         bigint NOT NULL,
  follow_up_of    text COLLATE "C" REFERENCES ticket,
  continued_in    text COLLATE "C" REFERENCES ticket,
  recipient       text NOT NULL,       -- where answers go, in the channel's own form

  CONSTRAINT ticket_waits    CHECK (status NOT IN (0, 1)
                                    OR waiting_since IS NOT NULL AND due_at IS NOT NULL),
  CONSTRAINT ticket_postponed CHECK (status <> 3
                                    OR postponed_from IS NOT NULL AND postponed_until IS NOT NULL),
  CONSTRAINT ticket_resolved CHECK (status <> 4 OR resolved_at IS NOT NULL),
  CONSTRAINT ticket_closed   CHECK (status <> 5 OR closed_at IS NOT NULL),
  CONSTRAINT ticket_deleted  CHECK (status <> 7 OR deleted_from IS NOT NULL),
  CONSTRAINT ticket_purged   CHECK (purged_at IS NULL OR status IN (6, 7)),
  CONSTRAINT ticket_overdue  CHECK (NOT overdue OR due_at IS NOT NULL),
  CONSTRAINT ticket_lease    CHECK ((leased_by IS NULL) = (leased_until IS NULL))
) WITH (fillfactor = 85);

-- The one total order (QueueKey), ascending in every column, so that a place in it is one row value
-- to compare with. Queued tickets and the rest apart: each ticket is in one of the two.
CREATE INDEX ticket_queue ON ticket
  ((NOT overdue), priority, (coalesce(due_at, 'infinity'::timestamptz)),
   (coalesce(waiting_since, 'infinity'::timestamptz)), id)
  WHERE status IN (0, 1);
CREATE INDEX ticket_rest ON ticket
  (status, (NOT overdue), priority, (coalesce(due_at, 'infinity'::timestamptz)),
   (coalesce(waiting_since, 'infinity'::timestamptz)), id)
  WHERE status NOT IN (0, 1);
CREATE INDEX ticket_assignee ON ticket (assignee) WHERE assignee IS NOT NULL;
CREATE INDEX ticket_contact ON ticket (contact);
CREATE INDEX ticket_due ON ticket (due_at) WHERE status IN (0, 1) AND NOT overdue;
CREATE INDEX ticket_wake ON ticket (postponed_until) WHERE status = 3;

-- A ticket as agents see it, with the columns of the total order under names of their own. The one
-- list of columns for whoever reads tickets.
CREATE VIEW ticket_view AS
SELECT t.id, t.status, t.priority, t.subject, t.channel, t.kind, t.department, t.assignee, t.tags,
       t.contact, c.visitor, c.name AS contact_name, c.email AS contact_email,
       c.phone AS contact_phone,
       t.created_at, t.updated_at, t.waiting_since, t.due_at, t.overdue,
       t.postponed_from, t.postponed_until, t.spam_from, t.deleted_from,
       t.first_answer_at, t.resolved_at, t.closed_at, t.purged_at, t.leased_by, t.leased_until,
       t.message_count, t.preview, t.last_seq, t.version, t.follow_up_of, t.continued_in,
       t.recipient,
       NOT t.overdue AS on_time,
       coalesce(t.due_at, 'infinity'::timestamptz) AS due_or_never,
       coalesce(t.waiting_since, 'infinity'::timestamptz) AS waiting_or_never
FROM ticket t JOIN contact c ON c.id = t.contact;

-- What threads: a key of the channel's making leads to the ticket that goes on under it.
CREATE TABLE conversation (
  channel text COLLATE "C" NOT NULL,
  key     text COLLATE "C" NOT NULL,
  ticket  text COLLATE "C" NOT NULL REFERENCES ticket,
  PRIMARY KEY (channel, key)
);

CREATE TABLE entry (
  ticket      text COLLATE "C" NOT NULL REFERENCES ticket,
  seq         int NOT NULL CHECK (seq > 0),
  id          text COLLATE "C" NOT NULL,
  at          timestamptz NOT NULL,
  kind        smallint NOT NULL CHECK (kind BETWEEN 0 AND 2),
  direction   smallint NOT NULL CHECK (direction BETWEEN 0 AND 2),
  author_type smallint NOT NULL CHECK (author_type BETWEEN 0 AND 2),
  author_name text,
  agent       text COLLATE "C",
  body        text NOT NULL,
  html        text,
  facts       jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (ticket, seq)
);

-- A file's bytes, once however often it is sent; its name is data of the attachment, never a path.
CREATE TABLE blob (
  sha256 bytea PRIMARY KEY,
  bytes  bytea NOT NULL
);
ALTER TABLE blob ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE attachment (
  id         text COLLATE "C" PRIMARY KEY,
  ticket     text COLLATE "C" NOT NULL,
  seq        int NOT NULL,
  position   int NOT NULL,
  name       text NOT NULL,
  media_type text NOT NULL,
  size       bigint NOT NULL,
  content_id text,
  sha256     bytea REFERENCES blob,    -- null once purged
  FOREIGN KEY (ticket, seq) REFERENCES entry
);
CREATE INDEX attachment_entry ON attachment (ticket, seq);
CREATE INDEX attachment_blob ON attachment (sha256);

-- Every accepted payload as raw bytes, and the receipt it was answered with.
CREATE TABLE inbound (
  channel       text COLLATE "C" NOT NULL,
  key           text COLLATE "C" NOT NULL CHECK (length(key) <= 300),
  received_at   timestamptz NOT NULL,
  raw           bytea,                 -- null where the payload is shared by several messages
  shared_sha256 bytea,                 -- of the payload; where there is none, it was purged
  message       text COLLATE "C" NOT NULL,
  outcome       smallint NOT NULL CHECK (outcome IN (0, 1)),  -- stored, quarantined
  reason        text,
  ticket        text COLLATE "C" REFERENCES ticket,
  visitor       text,
  status        smallint,
  created       boolean NOT NULL,
  PRIMARY KEY (channel, key),
  CONSTRAINT inbound_payload CHECK ((raw IS NULL) <> (shared_sha256 IS NULL)),
  CONSTRAINT inbound_outcome CHECK ((outcome = 0) = (ticket IS NOT NULL AND status IS NOT NULL)),
  CONSTRAINT inbound_reason  CHECK ((outcome = 1) = (reason IS NOT NULL))
);
CREATE INDEX inbound_quarantine ON inbound (received_at) WHERE outcome = 1;

CREATE TABLE payload (
  sha256 bytea PRIMARY KEY,
  raw    bytea NOT NULL
);

CREATE TABLE outbox (
  id              text COLLATE "C" PRIMARY KEY,  -- the id of the thread entry it carries
  ticket          text COLLATE "C" NOT NULL REFERENCES ticket,
  seq             int NOT NULL,
  channel         text COLLATE "C" NOT NULL,
  kind            text NOT NULL,
  recipient       text NOT NULL,
  message_id      text,
  created_at      timestamptz NOT NULL,
  attempts        int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,         -- null once the outcome is known
  outcome         text CHECK (outcome IN ('sent', 'failed', 'uncertain')),
  CONSTRAINT outbox_pending CHECK ((next_attempt_at IS NULL) = (outcome IS NOT NULL))
);
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE outcome IS NULL;

-- Tickets an agent has passed over; not offered to the same agent until then.
CREATE TABLE queue_skip (
  agent  text COLLATE "C" NOT NULL REFERENCES agent ON UPDATE CASCADE ON DELETE CASCADE,
  ticket text COLLATE "C" NOT NULL REFERENCES ticket,
  until  timestamptz NOT NULL,
  PRIMARY KEY (agent, ticket)
);

-- History is append-only. A purge, which names its ticket for the time of its transaction, may erase
-- what people wrote, and nothing else may. Of an event it may take away facts, never add or change
-- one, and never what happened nor which status led to which.
CREATE FUNCTION entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    RAISE EXCEPTION 'entries are append-only' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'UPDATE'
     AND current_setting('omnigate.purging', true) = OLD.ticket
     AND (OLD.ticket, OLD.seq, OLD.id, OLD.at, OLD.kind, OLD.direction, OLD.author_type)
       = (NEW.ticket, NEW.seq, NEW.id, NEW.at, NEW.kind, NEW.direction, NEW.author_type)
     AND (OLD.kind <> 2
          OR OLD.facts @> NEW.facts
          AND NEW.facts -> 'event' IS NOT DISTINCT FROM OLD.facts -> 'event'
          AND (OLD.facts ->> 'event' NOT IN ('created', 'status')
               OR (NEW.facts -> 'from', NEW.facts -> 'to')
                  IS NOT DISTINCT FROM (OLD.facts -> 'from', OLD.facts -> 'to')))
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'entry %/% is append-only', OLD.ticket, OLD.seq
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON entry
  FOR EACH ROW EXECUTE FUNCTION entry_is_append_only();
CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION entry_is_append_only();
