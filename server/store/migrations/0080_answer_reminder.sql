-- Up Migration
-- 督办: a 督办单 with an instant for its answer is reminded of once, when that has passed and no answer came.
alter table supervision add column reminded_at timestamptz;
create index supervision_unanswered on supervision (answer_by) where state = 'sent' and reminded_at is null and answer_by is not null;
