import type { Figures } from '#contracts/wall.ts';

type Feeds = Figures['sources'];

/** 数据源 6/6 实时（已接入 6，共 7 类）: what never spoke is neither live nor late, and is not left out of the count. */
export function feedWords(sources: Feeds): string {
  const connected = sources.filter(({ lastAt }) => lastAt !== null);
  if (connected.length === 0) return `数据源尚未接入，共 ${sources.length} 类`;
  const live = connected.filter(({ late }) => !late).length;
  const rest =
    connected.length < sources.length ? `（已接入 ${connected.length}，共 ${sources.length} 类）` : '';
  return `数据源 ${live}/${connected.length} 实时${rest}`;
}

/** Whether a kind of feed ever spoke; null: nobody has said yet. */
export function isConnected(figures: Pick<Figures, 'sources'> | null, id: string): boolean | null {
  const feed = figures?.sources.find(({ source }) => source === id);
  return feed ? feed.lastAt !== null : null;
}
