import { expect, test } from 'vitest';
import { plainIn, tellCall } from '#text/matter/clauses.ts';
import { unpack } from '#text/matter/model.ts';
import { train } from '#text/matter/train.ts';

const samples = [
  ['水浸街了走不了', 'flood'],
  ['马路上都是水', 'flood'],
  ['水浸到膝盖', 'flood'],
  ['门口积水很深', 'flood'],
  ['路灯不亮好黑', 'light'],
  ['街灯坏了几天', 'light'],
  ['灯一直不亮没人修', 'light'],
  ['晚上没有灯光', 'light'],
  ['请问这个找谁', 'consult'],
  ['想问问归哪里管', 'consult'],
  ['请问要等到几时', 'consult'],
].map(([text, code]) => ({ text: text!, code: code! }));
const model = unpack(train({ samples, around: (text) => text, digest: 'clauses' }, []).bytes);
const categories = new Map(['flood', 'light', 'consult'].map((code) => [code, { code, words: [] }]));
/** The same model, sure of every whole text or of none. */
const tell = (text: string, sure: boolean) =>
  tellCall({ ...model, unsure: sure ? 0 : 1.1 }, categories, { title: '', text });

test('where the whole leaves the machine unsure, the clause that says its matter plainly tells it', () => {
  const { guess } = tell('水浸到膝盖，麻烦了，今早五点多', false);
  expect(guess.code).toBe('flood');
  expect(guess.likely[0]).toEqual({ code: 'flood', confidence: guess.confidence });
  expect(new Set(guess.likely.map(({ code }) => code)).size).toBe(guess.likely.length);
});

test('what the whole tells stands, whatever a clause says beside', () => {
  const { guess, clauses } = tell('水浸街了走不了，马路上都是水，积水很深，路灯不亮', true);
  expect(guess.code).toBe('flood');
  expect(plainIn(clauses).map(({ code }) => code)).toContain('light');
});

test('a clause that only asks tells no matter, and a text of one clause has none', () => {
  expect(tell('请问这个找谁，今早五点多', false).guess.code).toBeNull();
  expect(plainIn(tell('请问这个找谁，水浸到膝盖', true).clauses).map(({ code }) => code)).toEqual(['flood']);
  expect(tell('水浸到膝盖', false)).toMatchObject({ guess: { code: null }, clauses: [] });
});
