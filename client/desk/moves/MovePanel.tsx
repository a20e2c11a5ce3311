import type { IncidentDetail } from '#contracts/desk.ts';
import { cityNow } from '../../shared/now.ts';
import { useDesk } from '../desk-context.ts';
import { isRunning } from '../incident/Quieted.tsx';
import { AdoptPanel } from './AdoptPanel.tsx';
import { ClosePanel } from './ClosePanel.tsx';
import { CheckPanel } from './CheckPanel.tsx';
import { CoHostPanel } from './CoHostPanel.tsx';
import { TrackPanel } from './TrackPanel.tsx';
import { AbsorbPanel } from './AbsorbPanel.tsx';
import { AnswerPanel, ReplyPanel } from './AnswerPanel.tsx';
import { AskPanel } from './AskPanel.tsx';
import { CalloutPanel } from '../callout/CalloutPanel.tsx';
import { BulletinPanel } from '../bulletin/BulletinPanel.tsx';
import { CorrectPanel } from './CorrectPanel.tsx';
import { DecidePanel } from './DecidePanel.tsx';
import { DispatchPanel } from './DispatchPanel.tsx';
import { FollowUpPanel } from './FollowUpPanel.tsx';
import { InspectPanel } from './InspectPanel.tsx';
import { AskSpecialPanel, DecideSpecialPanel } from './SpecialPanels.tsx';
import { OtherUnitPanel } from './OtherUnitPanel.tsx';
import { LiftPanel } from './LiftPanel.tsx';
import { MarkFalsePanel } from './MarkFalsePanel.tsx';
import { lastDone, openTask, passedTask, trackedTask } from './offers.ts';
import { PartCallPanel } from './PartCallPanel.tsx';
import { PassPanel } from './PassPanel.tsx';
import { ReasonPanel } from './ReasonPanel.tsx';
import { RevealPanel } from './RevealPanel.tsx';
import { SplitPanel } from './SplitPanel.tsx';
import { SupervisePanel } from './SupervisePanel.tsx';
import { WorkPanel, isWorkMove } from './WorkPanel.tsx';
import { reasonSteps } from './words.ts';

/** The panel of the step that is being taken; null when none is, or when it has become impossible. */
export function MovePanel({ detail, chosen }: { detail: IncidentDetail; chosen: ReadonlySet<number> }) {
  const { panel, session } = useDesk();
  const mine = session.actor.unitCode !== null;
  if (panel === null) return null;
  if (panel.kind === 'reply') return <ReplyPanel detail={detail} requestIds={panel.requestIds} />;
  if (panel.kind === 'follow-up')
    return <FollowUpPanel key={panel.requestId} detail={detail} requestId={panel.requestId} />;
  if (panel.kind === 'callout') return <CalloutPanel detail={detail} />;
  if (panel.kind === 'bulletin') return <BulletinPanel detail={detail} />;
  if (panel.kind === 'part') {
    const seems = detail.several.find((one) => one.requestId === panel.requestId);
    return seems ? <PartCallPanel key={panel.requestId} detail={detail} {...seems} /> : null;
  }
  if (panel.kind === 'reveal') return <RevealPanel detail={detail} requestId={panel.requestId} />;
  if (panel.kind === 'lift') {
    const mark = detail.alarms.find((alarm) => alarm.mark?.id === panel.markId)?.mark;
    return mark ? <LiftPanel key={mark.id} mark={mark} running={isRunning(mark, cityNow())} /> : null;
  }
  const { move } = panel;
  if (move === 'dispatch') return <DispatchPanel detail={detail} />;
  if (move === 'answer') return <AnswerPanel detail={detail} />;
  if (move === 'mark-false') return <MarkFalsePanel detail={detail} />;
  if (move === 'correct') return <CorrectPanel detail={detail} />;
  if (move === 'split') return <SplitPanel detail={detail} chosen={chosen} />;
  if (move === 'absorb') return <AbsorbPanel detail={detail} />;
  if (move === 'adopt') return <AdoptPanel detail={detail} />;
  if (move === 'co-host') return <CoHostPanel detail={detail} />;
  if (move === 'close' && detail.kin.children.length > 0) return <ClosePanel detail={detail} />;
  if (move === 'rule' || move === 'redispatch')
    return <OtherUnitPanel key={move} detail={detail} move={move} />;
  if (move === 'pass-on' || move === 'redirect') {
    const task =
      openTask(detail.tasks, session.actor.unitCode) ?? passedTask(detail.tasks, session.actor.unitCode);
    return task === null ? null : <PassPanel key={task.id} detail={detail} task={task} />;
  }
  if (move === 'sign-for') {
    const task = passedTask(detail.tasks, session.actor.unitCode);
    return task === null ? null : <WorkPanel detail={detail} task={task} move="sign" />;
  }
  if (move === 'inspect') return <InspectPanel detail={detail} />;
  if (move === 'send-verify' || move === 'send-inspect')
    return <CheckPanel key={move} detail={detail} move={move} />;
  if (move === 'ask-special-close') return <AskSpecialPanel detail={detail} />;
  if (move === 'special-close' && detail.specialClose !== null)
    return <DecideSpecialPanel detail={detail} asked={detail.specialClose} />;
  if (move === 'track') {
    const task = trackedTask(detail);
    return task === null ? null : <TrackPanel key={task.id} detail={detail} task={task} />;
  }
  if (move === 'supervise') return <SupervisePanel detail={detail} />;
  if (move === 'decide') return <DecidePanel detail={detail} />;
  if (move === 'ask-extension' || move === 'ask-suspension') {
    const task = openTask(detail.tasks, session.actor.unitCode);
    return task === null ? null : <AskPanel key={move} detail={detail} task={task} move={move} />;
  }
  if (isWorkMove(move) && (move !== 'resume' || mine)) {
    const task = openTask(detail.tasks, session.actor.unitCode) ?? lastDone(detail, session.actor.unitCode);
    return task === null ? null : <WorkPanel detail={detail} task={task} move={move} />;
  }
  const step = reasonSteps[move];
  return step ? <ReasonPanel key={move} detail={detail} step={step} /> : null;
}
