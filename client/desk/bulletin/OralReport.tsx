import { Button, Input } from 'antd';
import { useState } from 'react';
import type { useBulletins } from './useBulletins.ts';

type Act = ReturnType<typeof useBulletins>['act'];

/** 口头报告: to whom it was said by telephone; stops the first of the two clocks. */
export function OralReport({ incidentId, busy, act }: { incidentId: number; busy: boolean; act: Act }) {
  const [to, setTo] = useState('');
  const said = () => void act([['POST', `/api/incidents/${incidentId}/oral-report`, { told: to }]]);
  return (
    <div className="panel-line">
      <Input
        maxLength={60}
        placeholder="口头已报给：如 市政府总值班室"
        aria-label="口头报告对象"
        value={to}
        onChange={(event) => setTo(event.target.value)}
        onPressEnter={(event) => {
          // The form's own Enter would draft or sign.
          event.preventDefault();
          if (to.trim().length >= 2) said();
        }}
      />
      <Button disabled={busy || to.trim().length < 2} onClick={said}>
        登记口头已报
      </Button>
    </div>
  );
}
