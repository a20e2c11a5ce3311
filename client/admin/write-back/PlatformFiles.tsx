import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { ChangeEvent } from 'react';
import type { Confirmed, WriteBacks } from '#contracts/write-back.ts';
import { formatNumber } from '../../shared/format.ts';
import type { useWriteBacks } from './useWriteBacks.ts';

type Props = {
  platforms: WriteBacks['platforms'];
  counts: WriteBacks['counts'];
  steps: ReturnType<typeof useWriteBacks>;
};

/** For platforms without an interface: their workbook out, their confirmations in, read on trial first. */
export function PlatformFiles({ platforms, counts, steps }: Props) {
  const byFile = platforms.filter(({ way }) => way === 'file');
  if (byFile.length === 0) return null;
  return (
    <ul className="platform-files">
      {byFile.map(({ code, name }) => (
        <li key={code}>
          <b>{name}</b>
          <Button
            disabled={steps.busy || (counts['waiting'] ?? 0) === 0}
            onClick={() => void steps.exportFile(code, false)}
          >
            导出待回写 {formatNumber(counts['waiting'] ?? 0)} 件
          </Button>
          <Receipts platform={code} steps={steps} />
        </li>
      ))}
    </ul>
  );
}

function Receipts({ platform, steps }: { platform: string; steps: Props['steps'] }) {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<string | null>(null);
  const [tally, setTally] = useState<Confirmed | null>(null);
  async function choose({ target }: ChangeEvent<HTMLInputElement>) {
    const [chosen] = target.files ?? [];
    target.value = '';
    if (!chosen) return;
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    const found = await steps.confirm(platform, text, true);
    setTally(found);
    setFile(found ? text : null);
  }
  async function take() {
    if (file === null) return;
    setTally(await steps.confirm(platform, file, false));
    setFile(null);
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".xlsx"
        hidden
        aria-label="回执"
        onChange={(event) => void choose(event)}
      />
      <Button disabled={steps.busy} onClick={() => input.current?.click()}>
        读回执 xlsx
      </Button>
      {tally && (
        <span role="status">
          {file === null ? '已读入' : '试读'} {tally.rows} 行：成功 {tally.taken}，退回 {tally.refused}， 已知{' '}
          {tally.known}
          {tally.unknown.length > 0 &&
            `，不认得 ${tally.unknown.length}（第 ${tally.unknown[0]?.row} 行：${tally.unknown[0]?.message}）`}
        </span>
      )}
      {file !== null && (
        <Button type="primary" disabled={steps.busy} onClick={() => void take()}>
          确认读入
        </Button>
      )}
    </>
  );
}
