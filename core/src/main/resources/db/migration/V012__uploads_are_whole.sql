-- Slices are unlogged: where PostgreSQL crashes between two of them, the first are gone and the
-- later ones are not. Hence a part is put together only where all of its bytes are there. The
-- function that does not look stays for gateways of the version before.

-- A part of the size, put together; null where it is not there, or not all of it.
CREATE FUNCTION uploaded(of_message text, of_part int, of_size bigint) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT string_agg(bytes, ''::bytea ORDER BY position)
  FROM upload_slice WHERE message = of_message AND part = of_part
  HAVING sum(octet_length(bytes)) = of_size
$$;
