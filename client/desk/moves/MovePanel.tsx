import type { IncidentDetail } from '#contracts/desk.ts';
import { useDesk } from '../desk-context.ts';
import { AbsorbPanel } from './AbsorbPanel.tsx';
import { AnswerPanel, ReplyPanel } from './AnswerPanel.tsx';
import { CorrectPanel } from './CorrectPanel.tsx';
import { DispatchPanel } from './DispatchPanel.tsx';
import { FollowUpPanel } from './FollowUpPanel.tsx';
import { openTask } from './offers.ts';
import { ReasonPanel } from './ReasonPanel.tsx';
import { RevealPanel } from './RevealPanel.tsx';
import { SplitPanel } from './SplitPanel.tsx';
import { WorkPanel, isWorkMove } from './WorkPanel.tsx';
import { reasonSteps } from './words.ts';

/** The panel of the step that is being taken; null when none is, or when it has become impossible. */
export function MovePanel({ detail, chosen }: { detail: IncidentDetail; chosen: ReadonlySet<number> }) {
  const { panel } = useDesk();
  if (panel === null) return null;
  if (panel.kind === 'reply') return <ReplyPanel detail={detail} requestIds={panel.requestIds} />;
  if (panel.kind === 'follow-up')
    return <FollowUpPanel key={panel.requestId} detail={detail} requestId={panel.requestId} />;
  if (panel.kind === 'reveal') return <RevealPanel detail={detail} requestId={panel.requestId} />;
  const { move } = panel;
  if (move === 'dispatch') return <DispatchPanel detail={detail} />;
  if (move === 'answer') return <AnswerPanel detail={detail} />;
  if (move === 'correct') return <CorrectPanel detail={detail} />;
  if (move === 'split') return <SplitPanel detail={detail} chosen={chosen} />;
  if (move === 'absorb') return <AbsorbPanel detail={detail} />;
  if (isWorkMove(move)) {
    const task = openTask(detail.tasks);
    return task === null ? null : <WorkPanel detail={detail} task={task} move={move} />;
  }
  const step = reasonSteps[move];
  return step ? <ReasonPanel key={move} detail={detail} step={step} /> : null;
}
