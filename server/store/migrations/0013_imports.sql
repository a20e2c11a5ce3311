-- Up Migration
-- What imports need: the facts of a station beside its place, and a refused item that is kept once.

-- 登记详情: typical range, river, town, datum: what the station's owner publishes of it.
alter table sensor add column detail jsonb not null default '{}';

-- The same refused item sent again while it waits is no second row.
alter table quarantine add column item_hash text;
create unique index quarantine_item on quarantine (source, code, item_hash) where state = 'open';
