import { afterAll, beforeAll } from 'vitest';
import { openCity, testBadInputs } from '#test/support/bad-input.ts';
import type { City } from '#test/support/bad-input.ts';
import { badInputs } from './bad-inputs/sensor.ts';

let city: City;
beforeAll(async () => {
  city = await openCity();
});
afterAll(() => city.close());

testBadInputs('sensor', badInputs, () => city);
