-- Up Migration
-- 立案条件: under which of its category's conditions a matter was filed; its unit's limits are that condition's.
alter table incident add column condition text not null default 'default';
