import { useRef } from 'react';
import type { Session } from '#contracts/people.ts';
import type { Place } from '../work/place.ts';
import { useReport } from '../work/useReport.ts';
import type { Report } from '../work/useReport.ts';
import type { TaskView } from '../work/view.ts';
import { unsentWords } from '../work/words.ts';
import { Dock } from './Dock.tsx';
import { PhotoTile } from './PhotoTile.tsx';
import { PlaceLine } from './PlaceLine.tsx';
import { ReturnLink, Ways } from './Ways.tsx';

const phrases = ['已处置完毕，现场恢复正常', '已围蔽并设警示', '已清理', '到场核查，未发现所述情况'] as const;

/** 反馈: photos before and after, one sentence, the place; stored first, sent when it goes. */
export function ReportForm({ view, session, place }: { view: TaskView; session: Session; place: Place }) {
  const report = useReport(view, { session, place });
  const field = useRef<HTMLTextAreaElement>(null);
  const submit = async (): Promise<void> => {
    if (!(await report.submit()) && report.text.trim().length < 2) field.current?.focus();
  };
  const { steps, trouble } = view;
  return (
    <>
      <Ways view={view} />
      <Photos report={report} view={view} />
      <section className="say">
        <label htmlFor="report-text">处置情况</label>
        <textarea
          id="report-text"
          ref={field}
          rows={3}
          maxLength={2000}
          placeholder="做了什么，现场现在怎样"
          value={report.text}
          onChange={(event) => report.write(event.target.value)}
        />
        <div className="chips">
          {phrases.map((words) => (
            <button key={words} type="button" onClick={() => report.write(joined(report.text, words))}>
              {words}
            </button>
          ))}
        </div>
        <PlaceLine place={place} why={report.why} onWhy={report.setWhy} />
      </section>
      {steps.length > 0 && <p className="note">待上传：{unsentWords(steps)}。已存手机，有信号自动补传。</p>}
      <Dock
        words="提交反馈"
        onPress={() => void submit()}
        failure={report.failure}
        disabled={trouble !== null}
      >
        <ReturnLink view={view} />
        <span>没信号也能提交</span>
      </Dock>
    </>
  );
}

const ruleWords = { none: '', after: '须拍处置后，', 'before-after': '须拍前后，' } as const;

function Photos({ report, view: { card, steps } }: { report: Report; view: TaskView }) {
  const { before, after, plan, full } = report;
  return (
    <section className="photos">
      <h3>
        照片 <span>{ruleWords[card.photoRule]}水印自动加时间、位置</span>
      </h3>
      <div className="photo-pair">
        <PhotoTile
          name="处置前"
          hint="先拍现场原状"
          pictures={before}
          steps={steps}
          plan={plan('before')}
          full={full}
        />
        <PhotoTile
          name="处置后"
          hint={before.length > 0 ? '对准同一角度' : '处置完再拍'}
          pictures={after}
          steps={steps}
          plan={plan('after')}
          ghost={before.at(-1) ?? null}
          full={full}
        />
      </div>
    </section>
  );
}

function joined(text: string, words: string): string {
  if (text.includes(words)) return text;
  return text.trim() === '' ? words : `${text.trim()}，${words}`;
}
