import './supervision.css';
import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useState } from 'react';
import {
  SupervisionList,
  isAnswerLate,
  supervisionName,
  supervisionStateNames,
} from '#contracts/supervision.ts';
import { apiGet } from './api.ts';
import { formatDateTime, formatNumber } from './format.ts';
import { cityNow } from './now.ts';
import { EmptyState } from './states.tsx';
import { SupervisionLedger } from './SupervisionLedger.tsx';
import { SupervisionSheet } from './SupervisionSheet.tsx';

/** 待签督办: drafts of the machine that this person may sign, and replies that wait for this person's release. */
export function Supervisions() {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const list = useQuery({
    queryKey: ['supervisions'],
    queryFn: async () => (await apiGet('/api/supervisions', SupervisionList)).items,
    refetchInterval: 15_000,
  });
  const items = list.data ?? [];
  const drafts = items.filter(({ state }) => state === 'draft').length;
  const replied = items.filter(({ state }) => state === 'replied').length;
  const late = items.filter((one) => one.state === 'sent' && isAnswerLate(one, cityNow())).length;
  const shown = items.find(({ id }) => id === chosen) ?? items[0];
  return (
    <>
      <button type="button" className="plain head-fact" onClick={() => setOpen(true)}>
        {drafts > 0 ? <b>待签督办 {formatNumber(drafts)}</b> : headWords(items.length)}
        {replied > 0 && <b>　待解除 {formatNumber(replied)}</b>}
        {late > 0 && <b>　回复超期 {formatNumber(late)}</b>}
      </button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title="督办单"
        width={880}
        destroyOnHidden
      >
        <section className="supervisions" data-keys-off>
          {items.length === 0 && <EmptyState title="没有待签的督办单" />}
          <ul>
            {items.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  className="plain"
                  aria-pressed={one.id === shown?.id}
                  onClick={() => setChosen(one.id)}
                >
                  <b>
                    {supervisionName(one)}　{one.unitName}　{one.matter}
                  </b>
                  <small>
                    {one.no} · {supervisionStateNames[one.state]} · {formatDateTime(one.draftedAt)} 拟
                    {isAnswerLate(one, cityNow()) && <b>　回复超期</b>}
                  </small>
                </button>
              </li>
            ))}
          </ul>
          {shown && <SupervisionSheet key={shown.id} one={shown} />}
          {open && <SupervisionLedger />}
        </section>
      </Modal>
    </>
  );
}

const headWords = (count: number): string => (count === 0 ? '督办台账' : `督办 ${formatNumber(count)}`);
