import { expect, test } from 'vitest';
import { emptyDraft, typedSince } from '../../client/desk/call/draft.ts';
import { forgetDraft, keepDraft, keptDraft } from '../../client/desk/call/kept-draft.ts';

/** As a browser's, in memory; `full` refuses to take more. */
function storeOf(full = false): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, value);
    },
  };
}

const nine = Date.UTC(2026, 5, 12, 1);
const hour = 3_600_000;
const call = { ...emptyDraft(), text: '西江路水浸', callerName: '陈志明', callerPhone: '13800138000' };

test('a call being typed outlives a reload, for whoever typed it', () => {
  const store = storeOf();
  keepDraft(store, 'lin', call, nine);
  expect(keptDraft(store, 'lin', nine + hour)).toEqual(call);
});

test('it is thrown away when somebody else sits down, after two hours, and when it is emptied', () => {
  for (const [who, later] of [
    ['wang', 1],
    ['lin', 2 * hour],
  ] as const) {
    const store = storeOf();
    keepDraft(store, 'lin', call, nine);
    expect(keptDraft(store, who, nine + later)).toBe(null);
    expect(store.length).toBe(0);
  }
  const store = storeOf();
  keepDraft(store, 'lin', call, nine);
  keepDraft(store, 'lin', { ...emptyDraft(), text: ' ' }, nine);
  expect(store.length).toBe(0);
});

test('a store that is full, or holds something else, costs nothing but the safety', () => {
  expect(() => keepDraft(storeOf(true), 'lin', call, nine)).not.toThrow();
  const store = storeOf();
  keepDraft(store, 'lin', call, nine);
  for (let i = 0; i < store.length; i += 1) store.setItem(store.key(i)!, '{"username":"lin","at":1e99}');
  expect(keptDraft(store, 'lin', nine)).toBe(null);
  forgetDraft(store);
  expect(store.length).toBe(0);
});

test('words typed while a call is being filed stay as a call of their own, without the caller of the one that was filed', () => {
  const sent = { ...call, confidential: true };
  expect(typedSince(sent, sent)).toBeNull();
  expect(typedSince({ ...sent, text: `${sent.text}\n`, urgent: true }, sent)).toBeNull();
  const more = typedSince({ ...sent, text: `${sent.text}。\n路口还有电线垂落` }, sent);
  expect(more).toMatchObject({
    text: '路口还有电线垂落',
    callerName: '',
    callerPhone: '',
    confidential: true,
  });
  expect(more!.actionId).not.toBe(sent.actionId);
  expect(typedSince({ ...sent, text: `补充：${sent.text}` }, sent)).toMatchObject({
    text: '补充：西江路水浸',
  });
  expect(typedSince({ ...sent, address: '西江路 12 号' }, sent)).toMatchObject({ text: '', address: '西江路 12 号' }); // prettier-ignore
});
