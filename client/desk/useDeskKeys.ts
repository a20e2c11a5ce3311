import { hasRight } from '../shared/session.tsx';
import { isTyping } from '../shared/undo.tsx';
import type { DeskTools } from './desk-context.ts';
import { useKeys } from './keys.ts';
import type { BulkStep } from './queue/BulkColumn.tsx';
import type { Side } from './RightColumn.tsx';

type Input = {
  tools: DeskTools;
  side: Side;
  selected: string | null;
  checkedCount: number;
  putOnWalls: () => void;
  step: (by: 1 | -1) => void;
  stretch: (by: 1 | -1) => void;
  check: (id: number) => void;
  uncheck: () => void;
  bulk: (step: BulkStep) => void;
  setSide: (side: Side) => void;
  setHelp: (open: boolean) => void;
  nextBurst: (() => void) | undefined;
  search: () => void;
};

/** The keys of the whole desk; the incident, a call and a waiting event have their own. */
export function useDeskKeys(input: Input): void {
  const { tools, side, selected, checkedCount, step, stretch, check, bulk, setSide, setHelp } = input;
  const may = (right: string): boolean => hasRight(tools.session, right);
  // Steps out of what was entered last.
  const escape = () => {
    if (tools.picking) tools.setPoint(tools.picked);
    else if (tools.panel !== null) tools.close();
    else if (side.kind !== 'matter') setSide({ kind: 'matter' });
    else if (checkedCount > 0 && !isTyping(document.activeElement)) input.uncheck();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  const mark = selected?.startsWith('i') ? () => check(Number(selected.slice(1))) : undefined;
  useKeys({
    j: () => step(1),
    arrowdown: () => step(1),
    k: () => step(-1),
    arrowup: () => step(-1),
    n: may('incident.create') ? () => setSide({ kind: 'call' }) : undefined,
    'shift+j': () => stretch(1),
    'shift+arrowdown': () => stretch(1),
    'shift+k': () => stretch(-1),
    'shift+arrowup': () => stretch(-1),
    b: mark,
    ' ': mark,
    a: checkedCount > 0 ? () => bulk('accept') : undefined,
    d: checkedCount > 0 ? () => bulk('dispatch') : undefined,
    // Whoever works for a unit has T for handing a task back.
    t: may('shift.read') ? () => setSide({ kind: 'shift' }) : undefined,
    // Whoever works for a unit has Y for asking more time.
    y: input.nextBurst,
    '=':
      may('wall.drive') && selected?.startsWith('i') && tools.panel === null ? input.putOnWalls : undefined,
    'shift+w': may('wall.drive') ? () => setSide({ kind: 'walls' }) : undefined,
    '/': input.search,
    '?': () => setHelp(true),
    escape,
  });
}
