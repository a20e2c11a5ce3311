import type { Books } from './books.ts';
import { eachDeadlineFiresOnce, oneTaskForEachIncident, receivedIsSent } from './handled.ts';
import type { Terms } from './handled.ts';
import { recordIsWhole, wallsAreTrue } from './seen.ts';
import type { State } from './state.ts';
import {
  accountsBalance,
  acknowledgedIsStored,
  eachKeyOnce,
  nothingIsInvented,
  oneIncidentForEachProblem,
} from './stored.ts';
import type { Verdict } from './verdict.ts';

/** The ten checks of the ledger test. `chainFault`: what the audit chain's verifier said, null when it was content. */
export function checkAll(books: Books, state: State, terms: Terms, chainFault: string | null): Verdict[] {
  return [
    acknowledgedIsStored(books, state),
    nothingIsInvented(books, state),
    eachKeyOnce(books, state),
    accountsBalance(books, state),
    oneIncidentForEachProblem(books, state),
    oneTaskForEachIncident(books, state, terms),
    receivedIsSent(books, state),
    eachDeadlineFiresOnce(books, state, terms),
    wallsAreTrue(books, state),
    recordIsWhole(books, state, chainFault),
  ];
}
