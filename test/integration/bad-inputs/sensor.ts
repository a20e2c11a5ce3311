import type { BadInput } from '#test/support/bad-input.ts';
import { seriesInputs } from './sensor-series.ts';
import { valueInputs } from './sensor-values.ts';

/** The twenty of sensors (reliability §12). */
export const badInputs: BadInput[] = [...valueInputs, ...seriesInputs];
