import { afterAll, beforeAll } from 'vitest';
import { openCity, testBadInputs } from '#test/support/bad-input.ts';
import type { City } from '#test/support/bad-input.ts';
import { badInputs } from './bad-inputs/camera.ts';
import { closePictures } from './bad-inputs/camera-pictures.ts';

let city: City;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => {
  await closePictures();
  await city.close();
});

testBadInputs('camera', badInputs, () => city);
