-- Tickets and contacts are never deleted: a purge erases what they hold and keeps the rows. Said
-- once, by the tables themselves, this does what the foreign keys onto them did at the price of a
-- look-up for every row of every contact (a quarter of the database's work; docs/decisions). Rows
-- that refer to a ticket or a contact are written in the same transaction as it, or under its lock.

CREATE FUNCTION row_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a % is never deleted; purge the ticket instead', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ticket_is_kept BEFORE DELETE OR TRUNCATE ON ticket
  FOR EACH STATEMENT EXECUTE FUNCTION row_is_kept();
CREATE TRIGGER contact_is_kept BEFORE DELETE OR TRUNCATE ON contact
  FOR EACH STATEMENT EXECUTE FUNCTION row_is_kept();
CREATE FUNCTION id_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the id of a % never changes', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ticket_id_is_kept BEFORE UPDATE OF id ON ticket
  FOR EACH STATEMENT EXECUTE FUNCTION id_is_kept();
CREATE TRIGGER contact_id_is_kept BEFORE UPDATE OF id ON contact
  FOR EACH STATEMENT EXECUTE FUNCTION id_is_kept();

ALTER TABLE entry DROP CONSTRAINT entry_ticket_fkey;
ALTER TABLE inbound DROP CONSTRAINT inbound_ticket_fkey;
ALTER TABLE conversation DROP CONSTRAINT conversation_ticket_fkey;
ALTER TABLE ticket DROP CONSTRAINT ticket_contact_fkey;
ALTER TABLE identity DROP CONSTRAINT identity_contact_fkey;
