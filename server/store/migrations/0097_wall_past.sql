-- Up Migration
-- A wall may be told to look back: its state says so, or says that it shows now.
update wall set state = state || '{"past": null}' where not state ? 'past';
update wall_history set state = state || '{"past": null}' where not state ? 'past';

-- Down Migration
update wall set state = state - 'past';
update wall_history set state = state - 'past';
