-- Where an ended ticket goes on: at the last of its follow-ups that is not purged.
CREATE OR REPLACE VIEW ticket_view AS
SELECT t.id, t.status, t.priority, t.subject, t.channel, t.kind, t.department, t.assignee, t.tags,
       t.contact, c.visitor, c.name AS contact_name, c.email AS contact_email,
       c.phone AS contact_phone,
       t.created_at, t.updated_at, t.waiting_since, t.due_at, t.overdue,
       t.postponed_from, t.postponed_until, t.spam_from, t.deleted_from,
       t.first_answer_at, t.resolved_at, t.closed_at, t.purged_at, t.leased_by, t.leased_until,
       t.message_count, t.preview, t.last_seq, t.version, t.follow_up_of, t.continued_in,
       t.recipient,
       NOT t.overdue AS on_time,
       coalesce(t.due_at, 'infinity'::timestamptz) AS due_or_never,
       coalesce(t.waiting_since, 'infinity'::timestamptz) AS waiting_or_never,
       CASE WHEN t.continued_in IS NOT NULL THEN (
         WITH RECURSIVE later (id, next, purged, depth) AS (
           SELECT n.id, n.continued_in, n.purged_at IS NOT NULL, 1
           FROM ticket n WHERE n.id = t.continued_in
           UNION ALL
           SELECT n.id, n.continued_in, n.purged_at IS NOT NULL, l.depth + 1
           FROM later l JOIN ticket n ON n.id = l.next WHERE l.depth < 1000
         )
         SELECT later.id FROM later WHERE NOT later.purged ORDER BY later.depth DESC LIMIT 1
       ) END AS goes_on_in
FROM ticket t JOIN contact c ON c.id = t.contact;
