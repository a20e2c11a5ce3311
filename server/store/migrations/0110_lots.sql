-- Up Migration
-- Lanes of the merge take their events from different lots of ground, so that they hardly ever wait for each other's locks:
-- taken in the order of their acceptance, two batches of one storm always met. Only a hint: whatever lane takes an event, the
-- locks keep it right.
alter table waiting add column lot smallint not null default 0;

-- 地块: which of 64 lots a place (WGS 84) lies in, squares of 0.03 degrees, neighbours in different ones; 0 without a place.
-- Their edges run through the middle of a lock's cell (domain/locks.ts), so that across one there is one lock.
create function lot_of(lng double precision, lat double precision) returns smallint language sql immutable parallel safe as $$
  select coalesce(mod(mod(round(lng * 100 / 3)::bigint * 7 + round(lat * 100 / 3)::bigint, 64) + 64, 64), 0)::smallint
$$;
