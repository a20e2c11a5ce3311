-- Up Migration
-- What only the map draws: features of an extract that the city brought (roads, waters, green, buildings). WGS 84.
-- Everything else that tiles show stands in area, river, place and facility.

create table map_feature (
  id bigint generated always as identity primary key,
  -- Where it came from ('osm'): a later extract of the same source replaces all of it.
  source text not null,
  layer text not null check (layer in ('road', 'rail', 'river', 'water', 'green', 'building', 'name')),
  name text,
  kind text not null,
  -- 1 the most important of its layer.
  rank smallint not null,
  -- From this zoom on it is drawn.
  min_zoom smallint not null check (min_zoom between 0 and 14),
  geom geometry(Geometry, 4326) not null
);
create index map_feature_source on map_feature (source);

-- Raised by whatever changes what the map is drawn from: tiles that carry another number are stale.
create table base_map_version (
  one boolean primary key default true check (one),
  no bigint not null
);
insert into base_map_version (no) values (1);

create function raise_base_map_version() returns trigger language plpgsql as $$
begin
  update base_map_version set no = no + 1;
  return null;
end $$;

do $$
declare
  source text;
begin
  foreach source in array array['area', 'place', 'river', 'facility', 'map_feature'] loop
    if to_regclass(source) is not null then
      execute format('create trigger raise_base_map_version after insert or update or delete on %I
                      for each statement execute function raise_base_map_version()', source);
    end if;
  end loop;
end $$;
