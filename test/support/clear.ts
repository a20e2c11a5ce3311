import type { freshPool } from './people.ts';

/** Empties what a city has taken in and made of it; reference data, accounts and the audit stay. For tests that share a city. */
export async function clearWork(city: Pick<Awaited<ReturnType<typeof freshPool>>, 'asOwner'>): Promise<void> {
  // Signed reports are final for everybody but a test that begins anew.
  await city.asOwner(
    `alter table bulletin disable trigger signed_is_final_too;
     truncate incident, link, request, request_matter, task, deadline, delivery, waiting, event, ingest_key, person, change, history,
       escalation, inbox, photo, quarantine, reading, latest, alert, snapshot_fetch, snapshot_host, camera_clock cascade;
     alter table bulletin enable always trigger signed_is_final_too`,
  );
}
