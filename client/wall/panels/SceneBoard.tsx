import type { SceneFigures, SceneLine, SceneNumber } from '#contracts/scene.ts';
import { formatClock, lateWords } from '../../shared/format.ts';
import type { PanelState } from '../scene.ts';
import { useLeftOut } from './use-left-out.ts';
import { holder, shortUnit, stage, unbroken } from '../words.ts';

/** Figures older than this are grey and say so. */
const lateAfterMs = 60_000;

/** What a scene says: its answer, at most three large figures, lists, and whose word it is as of when. */
export function SceneBoard({ state: { own, now } }: { state: PanelState }) {
  if (!own) return <section className="panel board figures-none">正在读取专题数字…</section>;
  const late = now - Date.parse(own.asOf) > lateAfterMs;
  return (
    <section className={late ? 'panel board board-late' : 'panel board'}>
      <h2 className="board-finding">{unbroken(own.finding)}</h2>
      <div className="board-numbers">
        {own.numbers.map((one) => (
          <BoardNumber key={one.label} of={one} />
        ))}
      </div>
      {own.lists.map((list) => (
        <BoardList key={list.title} list={list} />
      ))}
      <p className="board-sources">
        <time>{formatClock(own.asOf)}</time>
        {late && <b>{lateWords(own.asOf, now)}</b>}
        {own.sources.map((words) => (
          <span key={words}>{words}</span>
        ))}
        {own.wanting.length > 0 && <span className="board-wanting">未接入：{own.wanting.join('、')}</span>}
      </p>
    </section>
  );
}

function BoardNumber({ of: { label, value, unit, of, state } }: { of: SceneNumber }) {
  return (
    <div className={`figure figure-${state}`}>
      <strong className={value.length > 5 ? 'number number-long' : 'number'}>{value}</strong>
      <span className="figure-label">
        {label}
        {unit !== '' && <small>{unit}</small>}
      </span>
      <span className="figure-of">{of}</span>
    </div>
  );
}

/** What it has no room for is told beside its name, where it takes no row from what is shown. */
function BoardList({ list: { title, none, lines, measure, more } }: { list: SceneFigures['lists'][number] }) {
  const [list, leftOut] = useLeftOut(lines);
  return (
    <div className="board-list">
      <h2>
        <span>{title}</span>
        {leftOut + more > 0 && (
          <small>
            另 {leftOut + more} {measure}
          </small>
        )}
      </h2>
      {lines.length === 0 ? (
        <p className="calm-small">{none}</p>
      ) : (
        <ul className="fit" ref={list}>
          {lines.map((line) => (
            <BoardLine key={line.key} line={line} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** One row; a second one where there is something to know: who has it, or why it is silent. */
function BoardLine({ line }: { line: SceneLine }) {
  const note = line.holder ? `${holder(line.holder)}　${stage(line.holder)}` : line.note;
  return (
    <li className={`board-line line-${line.state}`}>
      <span className="line-name">{line.name}</span>
      <b>
        {line.value} {shortUnit(line.unit)}
      </b>
      {note !== '' && <span className="line-note">{note}</span>}
      {note !== '' && line.at && <time>{formatClock(line.at)}</time>}
    </li>
  );
}
