import { firstDue } from '#contracts/clocks.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { pleaWords } from '#contracts/plea.ts';
import type { Deadline } from '#contracts/incident.ts';
import { formatNear, lightOf, spanWords } from '../../shared/format.ts';
import { LightBar, LightWord } from '../../shared/marks.tsx';

/** The three clocks: what was promised to people, what the unit has, what the present stage has. */
export function Clocks({ detail, now }: { detail: IncidentDetail; now: number }) {
  const open = detail.requests.filter(({ status }) => status === 'open').length;
  const unit = detail.departmentName;
  return (
    <section className="clocks" aria-label="时限">
      <Clock
        name="对群众的承诺"
        deadline={running(detail.deadlines, 'promise')}
        now={now}
        note={open > 1 ? `${open} 单各自计时，永不重算` : '永不重算'}
        none={detail.requests.length === 0 ? '没有来电人' : '均已答复'}
      />
      <Clock
        name={unit === null ? '承办时限' : `承办时限，${unit}`}
        deadline={running(hostsOwn(detail), 'unit')}
        now={now}
        note="改派后由新单位重算"
        none={unit === null ? '派遣后起算' : (pauseWords(detail) ?? '已停')}
      />
      <StageClock deadline={stageOf(detail.deadlines)} now={now} />
    </section>
  );
}

/** 挂账至 2026-07-01: while a suspension stops the unit's time. */
function pauseWords({ status, pleas }: IncidentDetail): string | null {
  const running = pleas.find(({ kind, state, endedAt }) => kind === 'suspension' && state === 'granted' && endedAt === null); // prettier-ignore
  return status === 'suspended' && running ? pleaWords(running) : null;
}

function StageClock({ deadline, now }: { deadline: Deadline | null; now: number }) {
  const name = deadline === null ? '阶段时限' : `阶段：${deadline.name}`;
  return <Clock name={name} deadline={deadline} now={now} note="" none="本阶段不计时" />;
}

function Clock({
  name,
  deadline,
  now,
  note,
  none,
}: {
  name: string;
  deadline: Deadline | null;
  now: number;
  note: string;
  none: string;
}) {
  if (deadline === null)
    return (
      <div className="clock clock-none">
        <p className="clock-name">{name}</p>
        <p className="clock-span">{none}</p>
      </div>
    );
  const { light, share } = lightOf(deadline.startedAt, deadline.dueAt, now);
  const left = Date.parse(deadline.dueAt) - now;
  return (
    <div className="clock">
      <p className="clock-name">
        <span title={name}>{name}</span>
        <LightWord light={light} />
      </p>
      <p className="clock-span">
        <small>{left >= 0 ? '余' : '已超'}</small> {spanWords(left)}
      </p>
      <p className="clock-note">
        {formatNear(deadline.dueAt, now)} 止{note === '' ? '' : `，${note}`}
      </p>
      <LightBar light={light} share={share} />
    </div>
  );
}

/** Without the clocks of the co-hosts, which stand at their tasks. */
function hostsOwn({ deadlines, tasks }: IncidentDetail): Deadline[] {
  const beside = new Set(tasks.filter(({ part }) => part === 'co-host').map(({ id }) => id));
  return deadlines.filter(({ subject, subjectId }) => subject !== 'task' || !beside.has(subjectId));
}

/** The stage of the matter itself; a report's clock only while the matter has none. */
function stageOf(deadlines: readonly Deadline[]): Deadline | null {
  const own = deadlines.filter(({ subject }) => subject !== 'bulletin');
  return running(own, 'stage') ?? running(deadlines, 'stage');
}

/** The running clock of a kind that ends first. */
function running(deadlines: readonly Deadline[], kind: Deadline['kind']): Deadline | null {
  return firstDue(deadlines.filter((deadline) => deadline.kind === kind && deadline.stoppedAt === null));
}
