-- Where an ended ticket goes on, from its continued_in: at the last of its follow-ups that is not
-- purged, and whether none comes after that one. No column of ticket_view: a list would follow each
-- of its rows.
CREATE FUNCTION ticket_goes_on_in(of_next text)
RETURNS TABLE (goes_on_in text, goes_on_last boolean) LANGUAGE sql STABLE STRICT AS $$
  WITH RECURSIVE later (id, next, purged, depth) AS (
    SELECT n.id, n.continued_in, n.purged_at IS NOT NULL, 1
    FROM ticket n WHERE n.id = of_next COLLATE "C"
    UNION ALL
    SELECT n.id, n.continued_in, n.purged_at IS NOT NULL, l.depth + 1
    FROM later l JOIN ticket n ON n.id = l.next WHERE l.depth < 1000
  )
  SELECT later.id, later.next IS NULL FROM later WHERE NOT later.purged
  ORDER BY later.depth DESC LIMIT 1
$$;
