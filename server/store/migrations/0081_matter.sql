-- Up Migration
-- 判类模型: what the city taught the machine about telling matters; without a row the shipped model judges. Whoever
-- keeps the reference data in memory reads it again when it changes.
create table matter_model (
  one boolean primary key default true check (one),
  version text not null,
  made_at timestamptz not null,
  -- Texts of the city's own that it learnt from.
  texts int not null,
  bytes bytea not null
);
create trigger matter_model_inserted after insert on matter_model referencing new table as changed
  for each statement execute function bump_reference();
create trigger matter_model_updated after update on matter_model referencing new table as changed
  for each statement execute function bump_reference();
revoke delete on matter_model from chengyun_app;
