-- What was promised (temporary table accepted) against what is stored. Each statement of the middle
-- part counts what is wrong; 0 everywhere is right.

-- name: counts
SELECT (SELECT count(*) FROM inbound) AS inbound,
       (SELECT count(*) FROM ticket) AS ticket,
       (SELECT count(*) FROM entry WHERE kind = 0) AS message

-- name: make-accepted
CREATE TEMPORARY TABLE accepted (
  mark    text COLLATE "C" NOT NULL,
  ticket  text COLLATE "C" NOT NULL,
  message text COLLATE "C" NOT NULL,
  created boolean NOT NULL
)

-- name: copy-accepted
COPY accepted FROM STDIN

-- name: analyze-accepted
ANALYZE accepted

-- name: wrong-inbound
-- Accepted, and not kept exactly once under the ticket and the message id of its receipt.
SELECT count(*)
FROM (
  SELECT a.message
  FROM accepted a
  LEFT JOIN inbound i ON i.message = a.message AND i.ticket = a.ticket AND i.created = a.created
  GROUP BY a.message
  HAVING count(*) <> 1 OR count(i.message) <> 1
) AS wrong

-- name: wrong-entry
-- Accepted, and its text is not in the thread of the ticket that its receipt names.
SELECT count(*)
FROM accepted a
LEFT JOIN entry e ON e.ticket = a.ticket AND e.id = a.message
WHERE e.id IS NULL OR split_part(e.body, ' ', 1) <> a.mark

-- name: wrong-ticket
-- Tickets that are missing, were opened twice, or hold another number of messages than was accepted.
SELECT count(*)
FROM (
  SELECT ticket, count(*) AS messages, count(*) FILTER (WHERE created) AS opened
  FROM accepted GROUP BY ticket
) AS a
LEFT JOIN ticket t ON t.id = a.ticket
WHERE t.id IS NULL OR a.opened <> 1 OR t.message_count <> a.messages
