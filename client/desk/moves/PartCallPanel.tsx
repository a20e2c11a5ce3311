import { useState } from 'react';
import { CityRequest } from '#contracts/request.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { useSay } from '../../shared/undo.tsx';
import { PartForms } from '../call/PartForms.tsx';
import { parted, partsToSend } from '../call/draft.ts';
import { useDesk } from '../desk-context.ts';
import { PanelFrame } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

type Props = {
  detail: IncidentDetail;
  requestId: number;
  matters: IncidentDetail['several'][number]['matters'];
};

/** 分案办理: of a ticket that came as one, the matters that are not this incident's become events of their own. */
export function PartCallPanel({ detail, requestId, matters }: Props) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const stays = Math.max(
    0,
    matters.findIndex(({ categoryCode }) => categoryCode === detail.categoryCode),
  );
  const [parts, setParts] = useState(() => parted(matters, null).filter((_, i) => i !== stays));
  async function submit() {
    const body = { parts: partsToSend(parts) };
    if ((await send(`/api/requests/${requestId}/split`, body, CityRequest)) === null) return;
    say(`已另分出 ${parts.length} 件，分别归并办理；全部办结后一并答复`);
    close();
  }
  return (
    <PanelFrame
      title="分案办理"
      hint={`留在本案：${matters[stays]!.text}。以下各件另行归并办理，仍是一张单、一个承诺时限、一次答复`}
      submitWords={`分出 ${parts.length} 件`}
      busy={busy}
      problem={problem}
      missing={
        parts.length === 0
          ? '没有要分出的事'
          : parts.some(({ text }) => text.trim().length < 2)
            ? '请写明每一件事，或去掉空的一件'
            : null
      }
      onSubmit={() => void submit()}
    >
      <PartForms
        parts={parts}
        from={2}
        onSet={(index, change) =>
          setParts(parts.map((one, i) => (i === index ? { ...one, ...change } : one)))
        }
        onDrop={(index) => setParts(parts.filter((_, i) => i !== index))}
      />
    </PanelFrame>
  );
}
