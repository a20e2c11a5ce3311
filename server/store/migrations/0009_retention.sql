-- Up Migration
-- Retention: what is still sealed is found without reading every day of the last years.

create index event_sealed on event (accepted_on) where sealed is not null;
create index quarantine_sealed on quarantine (received_at) where sealed <> '';
