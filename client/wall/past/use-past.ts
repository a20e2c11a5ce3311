import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { WallPast } from '#contracts/driven-wall.ts';
import { PastAnswer, PastNext } from '#contracts/past.ts';
import { WarningList } from '#contracts/warning.ts';
import { apiGet, withQuery } from '../../shared/api.ts';
import { cityNow } from '../../shared/now.ts';
import { pastNow } from '../drive.ts';
import { addressOfScene } from '../screen.ts';
import { addressAt, addressBeside, pastFromAddress } from './address.ts';
import { keptFrom } from './begin.ts';
import { makePlayer, speeds } from './player.ts';
import type { PastReader, Player } from './player.ts';

const read: PastReader = {
  moment: async (at) => {
    const { moment } = await apiGet(
      withQuery('/api/past/moment', { at: new Date(at).toISOString() }),
      PastAnswer,
    );
    return moment;
  },
  next: ({ until, lastNo }) => apiGet(withQuery('/api/past/next', { at: until, no: lastNo }), PastNext),
};

/** At 3,600× three minutes of the city: less than a piece of what is kept, so each is shown in its turn. */
const stepEveryMs = 50;
export const minuteMs = 60_000;

/** Where one begins to look back from. */
const firstBackMs = 60 * minuteMs;

/** Opens the past an hour before an instant or where records begin, by a page of its own: nothing of the present is left on it. */
export function openPast(now: number): void {
  const wanted = now - firstBackMs;
  const open = (at: number): void => location.assign(addressAt(location.href, at));
  // What cannot be read now says so itself, on the page of the past.
  keptFrom(read, wanted).then(open, () => open(wanted));
}

/** 现在: back to the live wall. */
export function leavePast(): void {
  location.assign(addressAt(location.href, null));
}

/** 对照现在: both on one screen, in the scene that stands. */
export function compare(player: Player, sceneId: string): void {
  location.assign(addressBeside(addressOfScene(location.href, sceneId), player.at()));
}

export function faster(player: Player, by: 1 | -1): void {
  const at = speeds.indexOf(player.speed()) + by;
  player.setSpeed(speeds[Math.min(speeds.length - 1, Math.max(0, at))]!);
}

export function toggle(player: Player): void {
  player.play(!player.isOn());
}

/** Keys of the past: space plays and stops, comma and full stop step a minute, minus and equals change the speed, H is now. */
function onPastKey(player: Player, { key }: KeyboardEvent): void {
  if (key === ' ') toggle(player);
  if (key === ',') void player.seek(player.at() - minuteMs);
  if (key === '.') void player.seek(player.at() + minuteMs);
  if (key === '-') faster(player, -1);
  if (key === '=') faster(player, 1);
  if (key === 'h') leavePast();
}

/** A wall that was told to look back and a city's clock that runs evenly never differ by more than this, of the person who looks. */
const driftMs = 2_000;
const tryAgainMs = 5_000;

/** Brings a player to where a wall was told to be, and keeps it there. */
function follow(player: Player, asked: WallPast, now: number): void {
  const wanted = pastNow(asked, now);
  if (player.state() === 'failed') return;
  const speed = asked.speed === 0 ? 1 : asked.speed;
  if (player.speed() !== speed) player.setSpeed(speed);
  if (player.isOn() !== asked.speed > 0 && player.state() !== 'end') player.play(asked.speed > 0);
  const away = Math.abs(player.at() - wanted) > driftMs * speed;
  if (player.state() !== 'reading' && player.state() !== 'end' && away) void player.seek(wanted);
}

/**
 * The player of the instant that the address names, or that the desk has put on this wall; null on a live wall, where H
 * opens the past an hour back.
 */
export function usePast(asked: WallPast | null): Player | null {
  const [own] = useState(() => pastFromAddress(location.search));
  const looksBack = own !== null || asked !== null;
  const player = useMemo(() => (looksBack ? makePlayer(read) : null), [looksBack]);
  useEffect(() => {
    // What the desk has chosen is not changed at the wall.
    if (asked !== null) return;
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event;
      const typing = target instanceof HTMLInputElement && target.type !== 'range';
      if (typing || event.ctrlKey || event.metaKey) return;
      if (player) onPastKey(player, event);
      else if (event.key === 'h') openPast(cityNow());
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [player, asked]);
  // As one word: a new object that says the same is no new order.
  const order = asked && JSON.stringify(asked);
  useEffect(() => {
    if (!player) return;
    const told = order === null ? null : (JSON.parse(order) as WallPast);
    const begin = (): void => void player.seek(told ? pastNow(told, cityNow()) : own!);
    begin();
    // Nobody stands at a wall to try again.
    const again = setInterval(() => player.state() === 'failed' && told && begin(), tryAgainMs);
    const leave = everyStep((passed) => {
      player.step(passed);
      if (told) follow(player, told, cityNow());
      else keepAddress(player);
    });
    return () => {
      clearInterval(again);
      leave();
    };
  }, [player, order, own]);
  return player;
}

/** Calls with the milliseconds that have passed since the last time. */
function everyStep(step: (passed: number) => void): () => void {
  let steppedAt = performance.now();
  const timer = setInterval(() => {
    const passed = performance.now() - steppedAt;
    steppedAt += passed;
    step(passed);
  }, stepEveryMs);
  return () => clearInterval(timer);
}

/** Browsers refuse an address that changes more often. */
const addressEveryMs = 1_000;
let addressKeptAt = 0;

/** What stands can be sent to somebody else by its address. */
function keepAddress(player: Player): void {
  const href = addressAt(location.href, player.at());
  if (player.at() === 0 || href === location.href) return;
  const now = performance.now();
  if (player.state() === 'playing' && now - addressKeptAt < addressEveryMs) return;
  addressKeptAt = now;
  history.replaceState(null, '', href);
}

/** Draws again whenever the player has moved. */
export function usePlayed(player: Player | null): void {
  useSyncExternalStore(
    (listener) => player?.subscribe(listener) ?? (() => undefined),
    () => player && `${player.at()} ${player.state()} ${player.speed()}`,
  );
}

/** While the tape runs, warnings are asked for at most once in so many milliseconds of the person who looks. */
const warningsEveryMs = 1_000;

/** What stood then, as it was known then; null on a live wall and until it is read. */
export function useWarningsThen(player: Player | null): WarningList['items'] | null {
  const step = player?.isOn() ? Math.max(minuteMs, player.speed() * warningsEveryMs) : 1_000;
  const at = player ? Math.floor(player.at() / step) * step : 0;
  const asked = useQuery({
    queryKey: ['past-warnings', at],
    queryFn: () => apiGet(withQuery('/api/past/warnings', { at: new Date(at).toISOString() }), WarningList),
    enabled: at > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return asked.data?.items ?? null;
}
