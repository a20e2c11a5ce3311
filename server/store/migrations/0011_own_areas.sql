-- Up Migration
-- 责任网格: who answers for it.
alter table area add column unit_code text;
