-- Up Migration
-- 移动目标 for screens: a dense number, and the transaction that moved it last, by which what has moved is found.
create sequence mover_no as integer;
alter table mover add column no integer not null default nextval('mover_no') unique,
  add column touched xid8 not null default '0';
alter sequence mover_no owned by mover.no;
create index mover_touched on mover (touched);
create index mover_heard on mover (observed_at);

-- As contracts/movers.ts describes them.
alter table frame add column movers bytea;

-- Down Migration
alter table frame drop column movers;
alter table mover drop column no, drop column touched;
