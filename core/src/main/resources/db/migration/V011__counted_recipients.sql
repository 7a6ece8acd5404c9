-- Under which name the caps count a recipient: an e-mail address in its normal form, since whoever
-- fills in a form may write the same one in a thousand ways. What began more than a day ago counts
-- no more and keeps an empty one; of the rest the spelling of Gmail alone is not folded.

ALTER TABLE outbox ADD counted_as text NOT NULL DEFAULT '';
UPDATE outbox SET counted_as = CASE WHEN recipient LIKE '%@%' THEN lower(recipient) ELSE recipient END
WHERE outcome IS NULL OR begun_at > now() - interval '1 day';
ALTER TABLE outbox ALTER counted_as DROP DEFAULT;
CREATE INDEX outbox_counted ON outbox (counted_as, begun_at) WHERE begun_at IS NOT NULL;
