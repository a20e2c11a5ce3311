import { useEffect, useRef, useState } from 'react';
import type { CSSProperties } from 'react';
import type { DrivenWall } from '#contracts/driven-wall.ts';
import type { Session } from '#contracts/people.ts';
import { useNow } from '../shared/now.ts';
import { useLive, useLiveFeed } from '../shared/use-live.ts';
import { columnSizes } from './columns.ts';
import { isFree } from './drive.ts';
import { AlarmPanel } from './panels/AlarmPanel.tsx';
import { Authority } from './panels/Authority.tsx';
import { Districts } from './panels/Districts.tsx';
import { FigurePanel } from './panels/FigurePanel.tsx';
import { FeedLine } from './panels/FeedLine.tsx';
import { Head } from './panels/Head.tsx';
import { LinkNote } from './panels/LinkNote.tsx';
import { Matters } from './panels/Matters.tsx';
import { NextMatters } from './panels/NextMatters.tsx';
import { Notices } from './panels/Notices.tsx';
import { PanelBoundary } from './panels/PanelBoundary.tsx';
import { SourceList } from './panels/SourceList.tsx';
import { TestCard } from './panels/TestCard.tsx';
import { MapStage } from './MapStage.tsx';
import { hasRight } from '../shared/session.tsx';
import { PastMarksPanel } from './past/PastMarks.tsx';
import { PastBar, PastMark, PastOnly, SceneThen } from './past/PastBar.tsx';
import { sceneThen } from './past/scene-then.ts';
import { isBlank } from './past/player.ts';
import { usePast, usePlayed } from './past/use-past.ts';
import { useCity } from './use-city.ts';
import { hushedUntil, reloadDue, sheetHeight, wallSizes } from './screen.ts';
import { overviewId } from './scene.ts';
import type { PanelState } from './scene.ts';
import { oneForMany } from './families.ts';
import { alarms, urgentFirst } from './urgent.ts';
import { useChosenScene, useSceneKeys } from './use-chosen-scene.ts';
import { useBell } from './use-bell.ts';
import { useDriven, useReport, useShown } from './use-driven.ts';
import { useProof } from './use-proof.ts';
import type { CanvasSize } from './use-driven.ts';
import { useSceneFigures, useScenes } from './use-scenes.ts';

/** The whole screen: the map, and panels on it drawn at most four times a second. */
export function WallScreen({ session }: { session: Session }) {
  const live = useLiveFeed('wall');
  const wall = useDriven(live);
  const past = usePast(wall?.state.past ?? null);
  usePlayed(past);
  const present = useLive(live);
  const view = useLive(past ?? live);
  const blank = past !== null && isBlank(past.state());
  const clock = useNow(1000);
  const now = past ? past.at() : clock;
  const chosen = useChosenScene();
  const scenes = useScenes();
  const [canvas, setCanvas] = useState<CanvasSize | null>(null);
  const shown = useShown({ live, view, wall, scenes, own: chosen.id, now: clock });
  const scene = scenes.find(({ id }) => id === shown.sceneId) ?? scenes[0]!;
  useReport(live, wall, scenes, { ...shown, canvas, size: `${innerWidth}x${innerHeight}` });
  // What the desk has chosen is not changed at the wall.
  const choose = isFree(wall) ? chosen.choose : ignore;
  const { base, figures, beside, warnings, quiet, data, failed } = useCity(live, past);
  useProof(live, past ? null : data);
  const sceneFigures = useSceneFigures(scene);
  const own = past ? null : sceneFigures;
  const state: PanelState = { live: view, figures, own, base, sensors: data?.sensors ?? null, now };
  // What is dangerous now rings and stands here whatever is looked back at; what was then does not ring.
  const ringing = alarms(present.rows.values());
  const urgent = oneForMany(urgentFirst(view.rows.values()));
  const bell = useBell(ringing.length > 0, hushedUntil(wall?.settings.quiet ?? null, clock));
  const sizes = sizesOf(wall);
  const k = Number(sizes['--k'] ?? 1);

  useReload(now, past === null && present.link === 'live' && ringing.length === 0);
  useSceneKeys(choose, scenes);

  return (
    <div className="wall">
      <div className={`sheet link-${view.link}`} style={sizes}>
        {data && base && (
          <MapStage
            key={base.credit}
            data={data}
            base={base}
            look={{
              scene: past ? sceneThen(scene) : scene,
              own,
              camera: shown.camera,
              layers: shown.layers,
              spotlight: shown.spotlight?.id ?? null,
            }}
            tiles={wall?.settings.tiles ?? null}
            warned={warnings}
            onCanvas={setCanvas}
          >
            <Notices
              message={shown.message ?? (isFree(wall) ? chosen.unknown : null)}
              matter={shown.spotlight}
              interrupted={shown.interrupted}
              state={state}
            />
          </MapStage>
        )}
        {wall && shown.testCard && <TestCard wall={wall} canvas={canvas} />}
        {!base && <p className="map-waiting">{failed ? '底图读取失败，正在重试' : '正在读取底图…'}</p>}
        <PanelBoundary name="标题栏">
          <Head
            session={session}
            scenes={scenes}
            current={scene.id}
            rows={view.rows}
            onScene={choose}
            now={now}
          />
        </PanelBoundary>
        <LinkNote view={present} />
        {past && <PastMark player={past} />}
        <div className="column column-left">
          <PanelBoundary name="最急的三件">
            {!blank && <Matters urgent={urgent} state={state} />}
          </PanelBoundary>
          <PanelBoundary name="数字">
            {past ? <PastOnly player={past} /> : <FigurePanel figures={figures} now={now} />}
          </PanelBoundary>
        </div>
        <div className="column column-next">
          <PanelBoundary name="其后各件">
            <NextMatters urgent={urgent} state={state} />
          </PanelBoundary>
        </div>
        <div className="column column-districts">
          <PanelBoundary name="各县（市、区）">{!blank && <Districts state={state} />}</PanelBoundary>
          <PanelBoundary name="数据源">{!past && <SourceList figures={figures} />}</PanelBoundary>
        </div>
        <div className="column column-right">
          {ringing.length > 0 && (
            <PanelBoundary name="险情">
              <AlarmPanel alarms={ringing} state={{ base, now: clock }} beside={beside} bell={bell} k={k} />
            </PanelBoundary>
          )}
          <PanelBoundary name="预警与响应">
            <Authority standing={warnings} quiet={scene.id === overviewId ? quiet : null} />
          </PanelBoundary>
          {past && !wall?.state.past && (
            <PanelBoundary name="标记">
              <PastMarksPanel player={past} mayMark={hasRight(session, 'wall.drive')} />
            </PanelBoundary>
          )}
          <PanelBoundary name={scene.title}>
            {!past && <scene.Panel state={state} />}
            {past && !blank && scene.id !== overviewId && <SceneThen title={scene.title} />}
          </PanelBoundary>
        </div>
        <PanelBoundary name="数据源">
          {past ? (
            <PastBar player={past} isDriven={Boolean(wall?.state.past)} sceneId={scene.id} />
          ) : (
            <FeedLine figures={figures} link={present.link} now={now} />
          )}
        </PanelBoundary>
      </div>
    </div>
  );
}

const ignore = (): void => undefined;

/** Loads the page afresh once a night. */
function useReload(now: number, calm: boolean): void {
  const openedAt = useRef(now);
  useEffect(() => {
    if (reloadDue(now, openedAt.current, calm)) location.reload();
  }, [now, calm]);
}

/** As the address says, or as the desk has set this wall. */
function sizesOf(wall: DrivenWall | null): CSSProperties & Record<`--${string}`, string> {
  const settings = wall?.settings;
  const height = sheetHeight(innerWidth, innerHeight);
  return {
    ...wallSizes(location.search, height, settings?.mmPerPx ?? null),
    ...columnSizes(innerWidth, height, settings?.tiles ?? null),
  };
}
