import type { BadInput } from '#test/support/bad-input.ts';
import { alertInputs } from './camera-alerts.ts';
import { pictureInputs } from './camera-pictures.ts';

/** The twenty of camera AI alerts (reliability §12). */
export const badInputs: BadInput[] = [...alertInputs, ...pictureInputs].sort((a, b) => a.no - b.no);
