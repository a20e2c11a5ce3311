import type { Session } from '#contracts/people.ts';
import type { Stage } from '../work/box.ts';
import { useField, usePlace } from '../work/hooks.ts';
import { draftPicture } from '../work/pictures.ts';
import type { Place } from '../work/place.ts';
import { draftChain, useNewReport } from '../work/useNewReport.ts';
import type { NewReport as Draft } from '../work/useNewReport.ts';
import { Dock } from './Dock.tsx';
import { Foot } from './Foot.tsx';
import { PhotoTile } from './PhotoTile.tsx';
import { PlaceLine } from './PlaceLine.tsx';
import { Top } from './Top.tsx';

/** 报新情况 in three steps on one page: 拍照, 写一句, 位置; then it is handed in. */
export function NewReport() {
  const { news } = useField();
  return news ? <Page session={news.session} /> : null;
}

function Page({ session }: { session: Session }) {
  const place = usePlace(true);
  const draft = useNewReport(session, place);
  if (draft.done) return <Handed onMore={draft.more} />;
  return (
    <>
      <Top title="报新情况" back="#/" />
      <main className="task">
        <Photos draft={draft} session={session} place={place} />
        <section className="say">
          <label htmlFor="new-text">2 写一句</label>
          <textarea
            id="new-text"
            rows={3}
            maxLength={2000}
            placeholder="什么地方，出了什么事，有没有人受伤或被困"
            value={draft.text.text}
            onChange={(event) => draft.text.write(event.target.value)}
          />
        </section>
        <section className="say">
          <label htmlFor="new-place">3 位置</label>
          <PlaceLine place={place} why={draft.why} onWhy={draft.setWhy} />
          <input
            id="new-place"
            maxLength={200}
            placeholder="补充路名、门牌、附近标志"
            value={draft.address.text}
            onChange={(event) => draft.address.write(event.target.value)}
          />
        </section>
        <Dock words="提交" onPress={() => void draft.submit()} failure={draft.failure}>
          <span>有人受伤、被困，先拨 110、119、120</span>
        </Dock>
      </main>
    </>
  );
}

function Photos({ draft, session, place }: { draft: Draft; session: Session; place: Place }) {
  const tile = (stage: Stage, name: string, hint: string) => {
    const before = stage === 'after' ? draft.shotsOf('before').at(-1) : undefined;
    return (
      <PhotoTile
        name={name}
        hint={hint}
        pictures={draft.shotsOf(stage).map(draftPicture)}
        steps={[]}
        plan={{ session, chain: draftChain, taskId: null, stage, title: null, place }}
        ghost={before ? draftPicture(before) : null}
        full={draft.full}
        onDrop={draft.drop}
      />
    );
  };
  return (
    <section className="photos">
      <h3>
        1 拍照 <span>水印自动加时间、位置</span>
      </h3>
      <div className="photo-pair">
        {draft.selfHandled
          ? tile('before', '处置前', '先拍现场原状')
          : tile('report', '现场', '不便拍可以不拍')}
        {draft.selfHandled && tile('after', '处置后', '处置完再拍')}
      </div>
      <label className="tick">
        <input
          type="checkbox"
          checked={draft.selfHandled}
          onChange={(event) => draft.setSelfHandled(event.target.checked)}
        />
        我已当场处置完（自行处置）
      </label>
    </section>
  );
}

function Handed({ onMore }: { onMore: () => void }) {
  const { steps, line } = useField();
  const waiting = steps.some(({ kind }) => kind === 'new');
  const words = !waiting
    ? '值班台已收到，派给您的会出现在任务里。'
    : line === 'down'
      ? '没有信号，有信号自动补传。'
      : '正在上传…';
  return (
    <>
      <Top title="报新情况" back="#/" />
      <main className="nothing">
        <p className="nothing-title">{waiting ? '已存手机' : '已提交'}</p>
        <p>{words}</p>
        <button type="button" className="second" onClick={onMore}>
          再报一件
        </button>
      </main>
      <Foot here="new" />
    </>
  );
}
