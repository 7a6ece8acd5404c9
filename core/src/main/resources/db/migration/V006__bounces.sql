-- A bounce of mail that was not ours is kept and is of no ticket.

ALTER TABLE inbound
  DROP CONSTRAINT inbound_outcome,
  ADD CONSTRAINT inbound_outcome
    CHECK ((ticket IS NULL) = (status IS NULL) AND (outcome = 0 OR ticket IS NULL));
