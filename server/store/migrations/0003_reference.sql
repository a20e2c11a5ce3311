-- Up Migration
-- 基础数据: one table for every kind; a row that the city has edited is never overwritten by a shipped one.

create table reference (
  kind text not null,
  code text not null,
  body jsonb not null check (body ->> 'code' = code),
  shipped jsonb,
  shipped_version text,
  edited_at timestamptz,
  edited_by text,
  primary key (kind, code),
  check ((edited_at is null) = (edited_by is null)),
  check (shipped is not null or edited_at is not null)
);

-- One number for all of it: whoever keeps a copy compares this, and reads again when it moved.
create table reference_version (
  one boolean primary key default true check (one),
  no bigint not null
);
insert into reference_version (no) values (1);

create function bump_reference() returns trigger language plpgsql as $$
begin
  if exists (select from changed) then update reference_version set no = no + 1; end if;
  return null;
end $$;
create trigger reference_inserted after insert on reference referencing new table as changed
  for each statement execute function bump_reference();
create trigger reference_updated after update on reference referencing new table as changed
  for each statement execute function bump_reference();

revoke delete on reference, reference_version from chengyun_app;
grant select, insert, update on reference to chengyun_app;
grant select, update on reference_version to chengyun_app;
