import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { dayTextNames } from '#contracts/day-brief.ts';
import type { DayBrief, DayText } from '#contracts/day-brief.ts';
import { apiSend, errorWords } from '../../shared/api.ts';
import { formatClock } from '../../shared/format.ts';

const names = Object.keys(dayTextNames) as (keyof DayText)[];

/** What a signature does; before the day has ended also that its figures are not the last ones. */
const finalWords = ({ asOf, to }: DayBrief): string =>
  asOf < to
    ? `08:00 后数字还会重新统计一次；现在签发，即以 ${formatClock(asOf)} 的数字为准。签发后文字和数字不能更改。`
    : '签发后文字和数字不能更改。';

/** The words of the brief: read, or edited by those who may before it goes out. */
export function DayWords({
  brief,
  mayEdit,
  maySign,
}: {
  brief: DayBrief;
  mayEdit: boolean;
  maySign: boolean;
}) {
  const cache = useQueryClient();
  const [text, setText] = useState<DayText | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const path = `/api/day-briefs/${brief.day}`;

  async function send(method: 'PUT' | 'POST', to: string, body: unknown) {
    setBusy(true);
    setProblem(null);
    try {
      await apiSend(method, to, body, null);
      setText(null);
    } catch (error) {
      setProblem(errorWords(error));
    } finally {
      await cache.invalidateQueries({ queryKey: ['day-brief', brief.day] });
      setBusy(false);
    }
  }
  const { version } = brief;
  return (
    <>
      {names.map((name) => (
        <section key={name} className="day-part">
          <h2>{dayTextNames[name]}</h2>
          {text === null ? (
            <p>{brief.text[name] || '（无）'}</p>
          ) : (
            <Input.TextArea
              autoSize={{ minRows: 2, maxRows: 14 }}
              aria-label={dayTextNames[name]}
              value={text[name]}
              onChange={(event) => setText({ ...text, [name]: event.target.value })}
            />
          )}
        </section>
      ))}
      {problem !== null && (
        <p className="day-problem" role="alert">
          {problem}
        </p>
      )}
      {brief.state === 'draft' && (
        <footer className="day-tools">
          {maySign && text === null && <p>{finalWords(brief)}</p>}
          {mayEdit && text === null && <Button onClick={() => setText(brief.text)}>改文字</Button>}
          {text !== null && (
            <>
              <Button onClick={() => setText(null)}>不改了</Button>
              <Button loading={busy} onClick={() => void send('PUT', path, { version, text })}>
                保存
              </Button>
            </>
          )}
          {maySign && text === null && (
            <Button
              type="primary"
              loading={busy}
              onClick={() => void send('POST', `${path}/sign`, { version })}
            >
              签发
            </Button>
          )}
        </footer>
      )}
    </>
  );
}
