-- Up Migration
-- 领导督办: a 督办单 that a named person opens by hand, with an instant by which the unit is to answer. One live one for
-- each unit and matter; after it is released another may be opened, so only the machine's are one for each level.
alter table supervision add column answer_by timestamptz;
drop index one_supervision_of_a_level;
create unique index one_supervision_of_a_level on supervision (task_id, kind, level) where kind = 'overdue';
create unique index one_live_by_hand on supervision (task_id) where kind <> 'overdue' and state in ('sent', 'replied');
create index supervision_ledger on supervision (signed_at) where signed_at is not null;
