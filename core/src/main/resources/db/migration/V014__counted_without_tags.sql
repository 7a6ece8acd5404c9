-- Caps count an address without what follows a plus in its local part, whatever its domain: most mail
-- servers deliver it to the same mailbox. A plus at the very start begins no tag.
UPDATE outbox SET counted_as = regexp_replace(counted_as, '^([^+@]+)[+][^@]*@', '\1@')
WHERE counted_as LIKE '%+%@%' AND (outcome IS NULL OR begun_at > now() - interval '1 day');
