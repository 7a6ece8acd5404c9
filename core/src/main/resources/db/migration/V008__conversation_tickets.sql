-- The tickets of a conversation, from the first one (place 0) to the one it is on. Only those whose
-- answers go to the same recipient: what follows up somebody else's ticket is no part of it.
CREATE FUNCTION conversation_tickets(of_channel text, of_key text)
RETURNS TABLE (ticket text, place bigint) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE chain (id, earlier, recipient, back) AS (
    SELECT t.id, t.follow_up_of, t.recipient, 0
    FROM conversation c JOIN ticket t ON t.id = c.ticket
    WHERE c.channel = of_channel AND c.key = of_key
    UNION ALL
    SELECT t.id, t.follow_up_of, c.recipient, c.back + 1
    FROM chain c
    JOIN ticket t ON t.id = c.earlier AND t.channel = of_channel AND t.recipient = c.recipient
  )
  SELECT chain.id, (max(chain.back) OVER () - chain.back)::bigint FROM chain
$$;
