import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { WallList } from '#contracts/driven-wall.ts';
import type { Wall, WallOrder } from '#contracts/driven-wall.ts';
import type { Session } from '#contracts/people.ts';
import { apiGet, apiSend, errorWords } from '../../shared/api.ts';
import type { SendMethod } from '../../shared/api.ts';
import { hasRight } from '../../shared/session.tsx';
import { useSay, useUndo } from '../../shared/undo.tsx';

const chosenKey = 'chengyun.walls';
const none: readonly Wall[] = [];

/** The walls as one console: which there are, which are chosen, and what is asked of them. */
export type WallConsole = {
  list: readonly Wall[];
  loaded: boolean;
  /** Why the list cannot be read. */
  unread: unknown;
  readAgain: () => void;
  /** Ids of the chosen ones; remembered on this computer. */
  chosen: ReadonlySet<number>;
  choose: (ids: Iterable<number>) => void;
  busy: boolean;
  problem: string | null;
  /** True when it was taken. */
  drive: (order: WallOrder, words: string) => Promise<boolean>;
  /** 上墙: this matter onto the chosen walls, or onto all that are online. */
  putUp: (incidentId: number) => Promise<boolean>;
  /** Enrols, edits, revokes. */
  manage: (method: SendMethod, path: string, body: unknown, words: string) => Promise<boolean>;
};

function storedChoice(): ReadonlySet<number> {
  const ids = (localStorage.getItem(chosenKey) ?? '').split(',').map(Number);
  return new Set(ids.filter((id) => Number.isSafeInteger(id) && id > 0));
}

const namesOf = (walls: readonly Wall[]): string =>
  walls.length > 3 ? `${walls.length} 块大屏` : walls.map(({ name }) => name).join('、');

/** Which walls are chosen; those that are gone are forgotten. */
function useChosen(list: readonly Wall[]): Pick<WallConsole, 'chosen' | 'choose'> {
  const [kept, setKept] = useState(storedChoice);
  return {
    chosen: new Set(list.filter(({ id }) => kept.has(id)).map(({ id }) => id)),
    choose: (ids) => {
      const next = new Set(ids);
      localStorage.setItem(chosenKey, [...next].join());
      setKept(next);
    },
  };
}

/** Sends one thing; a refusal is said in its own words, and the list is read again. */
function useSender() {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (method: SendMethod, path: string, body: unknown): Promise<readonly Wall[] | null> => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await apiSend(method, path, body, WallList);
      cache.setQueryData(['walls'], answer);
      return answer.items;
    } catch (error) {
      setProblem(errorWords(error));
      void cache.invalidateQueries({ queryKey: ['walls'] });
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, send, keep: (answer: { items: Wall[] }) => cache.setQueryData(['walls'], answer) };
}

const targets = (walls: readonly Wall[]) => walls.map(({ id, version }) => ({ id, version }));

export function useWallConsole(session: Session): WallConsole {
  const offer = useUndo();
  const say = useSay();
  const query = useQuery({
    queryKey: ['walls'],
    enabled: hasRight(session, 'wall.drive'),
    queryFn: () => apiGet('/api/walls', WallList),
    // A wall whose server has died tells nobody: its silence is read.
    refetchInterval: 10_000,
  });
  const list = query.data?.items ?? none;
  const { chosen, choose } = useChosen(list);
  const { busy, problem, send, keep } = useSender();
  const order = async (walls: readonly Wall[], what: WallOrder, words: string): Promise<boolean> => {
    const ids = new Set(walls.map(({ id }) => id));
    const after = await send('POST', '/api/walls/drive', { walls: targets(walls), order: what });
    if (after === null) return false;
    const back = { walls: targets(after.filter(({ id }) => ids.has(id))), order: { kind: 'back' } };
    offer({
      words: `${words}：${namesOf(walls)}`,
      // With the versions after it: the next order must not be refused for them.
      undo: async () => keep(await apiSend('POST', '/api/walls/drive', back, WallList)),
    });
    return true;
  };
  const picked = list.filter(({ id }) => chosen.has(id));
  return {
    list,
    loaded: query.data !== undefined,
    unread: query.error,
    readAgain: () => void query.refetch(),
    chosen,
    choose,
    busy,
    problem,
    drive: async (what, words) => picked.length > 0 && order(picked, what, words),
    putUp: async (incidentId) => {
      const walls = picked.length > 0 ? picked : list.filter(({ online }) => online);
      if (walls.length === 0) {
        say(list.length === 0 ? '还没有登记大屏，请到“大屏”（Shift W）登记' : '没有在线的大屏，未上墙');
        return false;
      }
      const done = await order(walls, { kind: 'spotlight', incidentId }, '已上墙');
      if (!done) say('未能上墙，原因见“大屏”（Shift W）');
      return done;
    },
    manage: async (method, path, body, words) => {
      const done = (await send(method, path, body)) !== null;
      if (done) say(words);
      return done;
    },
  };
}
