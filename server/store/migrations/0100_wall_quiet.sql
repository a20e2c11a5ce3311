-- Up Migration
-- 静音时段 of a wall stands in its settings; whoever enrolled one before has set none.
update wall set settings = settings || '{"quiet": null}' where not settings ? 'quiet';
