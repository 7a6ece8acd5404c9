-- A purged ticket, whose recipient is erased, keeps its place in its conversation: the tickets that
-- follow it keep theirs too, by which open windows know what they have.
CREATE OR REPLACE FUNCTION conversation_tickets(of_channel text, of_key text)
RETURNS TABLE (ticket text, place bigint) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE chain (id, earlier, recipient, back) AS (
    SELECT t.id, t.follow_up_of, t.recipient, 0
    FROM conversation c JOIN ticket t ON t.id = c.ticket
    WHERE c.channel = of_channel AND c.key = of_key
    UNION ALL
    SELECT t.id, t.follow_up_of, c.recipient, c.back + 1
    FROM chain c
    JOIN ticket t ON t.id = c.earlier AND t.channel = of_channel
                 AND (t.recipient = c.recipient OR t.purged_at IS NOT NULL)
  )
  SELECT chain.id, (max(chain.back) OVER () - chain.back)::bigint FROM chain
$$;
