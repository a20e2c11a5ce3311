-- Up Migration
-- What was written to `latest` by transactions below it has been published, as frames or as nothing new.
alter table feed add column readings_seen xid8 not null default '0';
