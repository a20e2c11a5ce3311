-- Up Migration
-- 上下与两端: deck or underpass, north or south end. Two at one point of the map that say different ones are two matters.
alter table incident add column spot text[] not null default '{}';
