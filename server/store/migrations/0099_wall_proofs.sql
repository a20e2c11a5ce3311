-- Up Migration
-- What became of the last proof of a wall: the sums of what it held and drew, at which frame, and whether they were the city's.
alter table wall add column proof jsonb;

-- Down Migration
alter table wall drop column proof;
