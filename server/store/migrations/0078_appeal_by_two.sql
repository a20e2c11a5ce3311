-- Up Migration
-- 申诉: reviewed by one person and granted by another (初审, 复审). What was granted before by one stays as it is.
alter table plea add column first_at timestamptz, add column first_by text, add column first_name text, add column first_words text;
alter table plea add constraint appeal_by_two check (first_by is null or decided_by is null or first_by <> decided_by or state <> 'granted');
