import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLive } from '../../client/shared/live.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => vi.useRealTimers());

test('a page that never hears a word is joining at first, and after ten seconds says that the line is lost', async () => {
  // Nobody listens there.
  const live = openLive({ view: 'desk', url: 'http://127.0.0.1:1' });
  const link = () => [live.view().link, live.view().silentMs, live.view().asOf];
  vi.advanceTimersByTime(9_000);
  expect(link()).toEqual(['joining', 0, null]);
  vi.advanceTimersByTime(3_000);
  expect(link()).toEqual(['lost', 12_000, null]);
  live.close();
});
