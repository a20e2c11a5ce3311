-- Up Migration
-- Every row of a matter shows its running clock that ends first; in a storm one matter has thousands of them.

create index deadline_running on deadline (incident_id, due_at) where stopped_at is null;
