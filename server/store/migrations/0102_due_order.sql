-- Up Migration
-- Of two clocks that end at the same instant one is always the first: two readers of one matter see the same row (law 9).
drop index deadline_of_incident;
create index deadline_of_incident on deadline (incident_id, due_at, id);
