-- Up Migration
-- Geodata: districts, townships, named places, rivers. Everything is WGS 84; accuracies in metres.
-- shipped: came with the program and is replaced with it; what the city itself brought in is never touched.

create table area (
  code text primary key,
  kind text not null check (kind in ('district', 'town', 'grid', 'duty')),
  name text not null,
  parent_code text,
  -- Null: only the centre is known.
  geom geometry(MultiPolygon, 4326),
  -- The same, simplified for drawing, with the borders of neighbours kept together.
  outline geometry(MultiPolygon, 4326),
  centre geometry(Point, 4326) not null,
  accuracy_m int not null check (accuracy_m > 0),
  -- 示意 and its kin: words that every map must show with it.
  mark text,
  source text not null,
  -- Official order, for lists.
  position int not null default 0,
  shipped boolean not null default false,
  loaded_at timestamptz not null default city_now()
);
create index area_geom on area using gist (geom);
create index area_parent on area (kind, parent_code);

-- Areas cut into small pieces: asking where a point lies reads one small row instead of a whole border.
create table area_part (
  code text not null references area on delete cascade,
  kind text not null,
  geom geometry(Polygon, 4326) not null
);
create index area_part_geom on area_part using gist (geom);
create index area_part_code on area_part (code);

create table place (
  id bigint generated always as identity primary key,
  name text not null,
  kind text not null,
  alias text[] not null default '{}',
  district_code text,
  town_code text,
  geom geometry(Geometry, 4326) not null,
  accuracy_m int not null check (accuracy_m > 0),
  source text not null,
  shipped boolean not null default false,
  -- The town belongs to it: one district has many a 圩镇社区.
  unique nulls not distinct (name, kind, district_code, town_code)
);
create index place_name on place using gin (name gin_trgm_ops);
create index place_geom on place using gist (geom);

create table river (
  name text primary key,
  geom geometry(MultiLineString, 4326) not null,
  rank int not null default 2,
  accuracy_m int not null check (accuracy_m > 0),
  mark text,
  shipped boolean not null default false
);

-- What is loaded: the same content is not loaded twice, and complete content not replaced by a sketch.
create table geodata_load (
  one boolean primary key default true check (one),
  city text not null,
  hash text not null,
  complete boolean not null,
  loaded_at timestamptz not null default city_now()
);
