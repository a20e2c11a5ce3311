-- Up Migration
-- Two indexes of every clock become one: each costs at every clock that is made, stopped or fired. What has stopped is
-- passed over on the way to the running clock that ends first.
drop index deadline_running;
drop index deadline_incident_id_idx;
create index deadline_of_incident on deadline (incident_id, due_at);
