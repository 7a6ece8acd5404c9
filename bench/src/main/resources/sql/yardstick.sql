-- The yardstick: what one durable transaction of four rows costs. A contact is told apart by its
-- address, a ticket refers to it, a message and an event to the ticket; each table has the indexes
-- that it would be read by.

-- name: schema
CREATE TABLE contact (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id    int NOT NULL,
  email        text NOT NULL,
  name         text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, email)
);
CREATE TABLE ticket (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id  int NOT NULL,
  contact_id bigint NOT NULL REFERENCES contact,
  channel    smallint NOT NULL,
  subject    text NOT NULL,
  status     smallint NOT NULL DEFAULT 0,
  priority   smallint NOT NULL DEFAULT 2,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ticket_list ON ticket (tenant_id, status, updated_at DESC);
CREATE INDEX ticket_contact ON ticket (contact_id);
CREATE TABLE message (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id   bigint NOT NULL REFERENCES ticket,
  external_id uuid NOT NULL UNIQUE,
  direction   smallint NOT NULL,
  body        text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX message_ticket ON message (ticket_id);
CREATE TABLE ticket_event (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id  bigint NOT NULL REFERENCES ticket,
  kind       text NOT NULL,
  payload    jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX event_ticket ON ticket_event (ticket_id)

-- name: contact
INSERT INTO contact (tenant_id, email, name)
VALUES (1, 'user' || ?::int || '@customer.example', 'User ' || ?::int)
ON CONFLICT (tenant_id, email) DO UPDATE SET last_seen_at = now()
RETURNING id

-- name: ticket
INSERT INTO ticket (tenant_id, contact_id, channel, subject)
VALUES (1, ?, 1, 'The parcel of last Monday has still not arrived here')
RETURNING id

-- name: message
INSERT INTO message (ticket_id, external_id, direction, body)
VALUES (?, gen_random_uuid(), 0, ?)

-- name: event
INSERT INTO ticket_event (ticket_id, kind, payload)
VALUES (?, 'created', jsonb_build_object('channel', 'email', 'contact', ?::bigint))

-- name: batch
-- So many distinct contacts at once, one for each body: a thousand apart from each other.
WITH x AS MATERIALIZED (
  SELECT ? + (i - 1) * 1000 AS e, body FROM unnest(?::text[]) WITH ORDINALITY AS u (body, i)
), c AS (
  INSERT INTO contact (tenant_id, email, name)
  SELECT 1, 'user' || e || '@customer.example', 'User ' || e FROM x ORDER BY e
  ON CONFLICT (tenant_id, email) DO UPDATE SET last_seen_at = now()
  RETURNING id, email
), t AS (
  INSERT INTO ticket (tenant_id, contact_id, channel, subject)
  SELECT 1, c.id, 1, 'The parcel of last Monday has still not arrived here' FROM c
  RETURNING id, contact_id
), m AS (
  INSERT INTO message (ticket_id, external_id, direction, body)
  SELECT t.id, gen_random_uuid(), 0, x.body
  FROM t JOIN c ON c.id = t.contact_id JOIN x ON 'user' || x.e || '@customer.example' = c.email
)
INSERT INTO ticket_event (ticket_id, kind, payload)
SELECT t.id, 'created', jsonb_build_object('channel', 'email', 'contact', t.contact_id) FROM t
