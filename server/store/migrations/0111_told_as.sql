-- Up Migration
-- 另一种说法: kinds of its kin, beside its own, as which at least three have told of an incident (links.toldAs).
alter table incident add column told_as text[] not null default '{}';
