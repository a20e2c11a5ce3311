-- Up Migration
-- Lanes of the merge take their events from different lots of ground (domain/locks.ts), so that they hardly ever wait for each
-- other's locks: taken in the order of their acceptance, two batches of one storm always met. 0 where nothing placed an event.
alter table waiting add column lot smallint not null default 0;
