-- Up Migration
-- 叫应: what is grave is looked for every few seconds; without it every open matter is read each time.
create index incident_grave on incident (opened_at)
  where open and (severity = 1 or danger_event_id is not null);
