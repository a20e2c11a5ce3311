import type { BadInput } from '#test/support/bad-input.ts';
import { matterInputs } from './hotline-matters.ts';
import { ticketInputs } from './hotline-tickets.ts';

/** The twenty of 12345 tickets (reliability §12). */
export const badInputs: BadInput[] = [...ticketInputs, ...matterInputs];
