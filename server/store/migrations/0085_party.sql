-- Up Migration
-- 涉事主体: whom or what a matter is about. Matters without a place are found by it, as others are by the map.
create table incident_party (
  incident_id bigint not null references incident on delete cascade,
  -- What the spelling variants of its name have in common.
  key text not null,
  name text not null,
  kind text not null,
  -- What the matter is about, not only what it mentions.
  main boolean not null,
  -- District, or the issuing place of a policy; null: none was said. Matters of two places never join by a party.
  place text,
  primary key (incident_id, key)
);
create index incident_party_key on incident_party (key, incident_id);
