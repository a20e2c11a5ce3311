import { statusNames } from '#contracts/incident.ts';
import type { IncidentStatus } from '#contracts/incident.ts';
import { moves } from './lifecycle.ts';
import type { MoveRule } from './lifecycle.ts';

export const diagramBegins = '<!-- life cycle: begins -->';
export const diagramEnds = '<!-- life cycle: ends -->';

/** A hyphen is an arrow's in the diagram's language. */
const idOf = (status: string): string => status.replaceAll('-', '_');

/** 流转图 in Mermaid, from the table of moves: one arrow from each status to each other, with all moves that make it. */
export function diagram(): string {
  const arrows = new Map<string, { from: IncidentStatus; to: IncidentStatus; names: string[] }>();
  for (const { name, from, to } of Object.values(moves) as MoveRule[])
    for (const one of from) {
      if (one === to) continue;
      const key = `${one} ${to}`;
      const known = arrows.get(key);
      if (known) known.names.push(name);
      else arrows.set(key, { from: one, to, names: [name] });
    }
  const used = new Set([...arrows.values()].flatMap(({ from, to }) => [from, to]));
  const states = (Object.keys(statusNames) as IncidentStatus[]).filter((status) => used.has(status));
  const bySource = states.flatMap((status) => [...arrows.values()].filter(({ from }) => from === status));
  // Those of one name to one status share an arrow with several tails.
  const drawn = new Map<string, string[]>();
  for (const { from, to, names } of bySource) {
    const head = `-->|${names.join('、')}| ${idOf(to)}`;
    drawn.set(head, [...(drawn.get(head) ?? []), idOf(from)]);
  }
  return [
    '```mermaid',
    'flowchart LR',
    `  ${states.map((status) => `${idOf(status)}([${statusNames[status]}])`).join('; ')}`,
    ...[...drawn].map(([head, tails]) => `  ${tails.join(' & ')} ${head}`),
    '```',
  ].join('\n');
}

/** The text with the diagram between its markers as the table draws it now. */
export function withDiagram(text: string): string {
  const [before, rest] = text.split(diagramBegins);
  const after = rest?.split(diagramEnds)[1];
  if (before === undefined || after === undefined)
    throw new Error('the markers of the life cycle are missing');
  return `${before}${diagramBegins}\n\n${diagram()}\n\n${diagramEnds}${after}`;
}
