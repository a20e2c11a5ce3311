import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { ChangeEvent } from 'react';
import type { Confirmed, WriteBacks } from '#contracts/write-back.ts';
import { formatNumber } from '../../shared/format.ts';
import type { useWriteBacks } from './useWriteBacks.ts';

type Props = {
  platforms: WriteBacks['platforms'];
  steps: ReturnType<typeof useWriteBacks>;
};

/** For platforms without an interface: their workbook out, their confirmations in, read on trial first. */
export function PlatformFiles({ platforms, steps }: Props) {
  // A platform that has an interface by now may still have answers in its workbook.
  const byFile = platforms.filter(({ inFiles }) => inFiles > 0);
  if (byFile.length === 0) return null;
  return (
    <ul className="platform-files">
      {byFile.map(({ code, name, due, sentBack, unconfirmed }) => (
        <li key={code}>
          <b>{name}</b>
          <Button disabled={steps.busy || due === 0} onClick={() => void steps.exportFile(code, false)}>
            导出待回写 {formatNumber(due)} 件{sentBack > 0 && `（含平台退回 ${formatNumber(sentBack)}）`}
          </Button>
          {unconfirmed > 0 && (
            <Button disabled={steps.busy} onClick={() => void steps.exportFile(code, true)}>
              连同待确认的再导出 {formatNumber(due + unconfirmed)} 件
            </Button>
          )}
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
      {file !== null && (
        <Button type="primary" disabled={steps.busy} onClick={() => void take()}>
          确认读入
        </Button>
      )}
      {tally && <TallyWords tally={tally} done={file === null} />}
    </>
  );
}

const shownRows = 8;

/** What a workbook of receipts says, and each row that was left alone. */
function TallyWords({
  tally: { rows, taken, refused, known, unknown },
  done,
}: {
  tally: Confirmed;
  done: boolean;
}) {
  return (
    <div role="status" className="receipt-tally">
      {done ? '已读入' : '试读（尚未写入）'} {rows} 行，平台接收 {taken}，退回 {refused}，先前已读 {known}
      {unknown.length > 0 && `，未读入 ${unknown.length}：`}
      {unknown.length > 0 && (
        <ul>
          {unknown.slice(0, shownRows).map(({ row, message }) => (
            <li key={row}>
              第 {row} 行：{message}
            </li>
          ))}
          {unknown.length > shownRows && <li>另有 {unknown.length - shownRows} 行</li>}
        </ul>
      )}
    </div>
  );
}
