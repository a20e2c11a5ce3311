import { useState } from 'react';
import { mapApps, rememberMap } from '../work/navigate.ts';
import { Sheet } from './Sheet.tsx';

/** 选地图: links only; the choice is remembered for next time. */
export function Navigate({
  point,
  onClose,
}: {
  point: { lng: number; lat: number; name: string };
  onClose: () => void;
}) {
  const [copied, setCopied] = useState(false);
  const words = `${point.lat.toFixed(6)}, ${point.lng.toFixed(6)}`;
  const copy = (): void =>
    void navigator.clipboard
      ?.writeText(words)
      .then(() => setCopied(true))
      .catch(() => undefined);
  return (
    <Sheet title={`导航到 ${point.name}`} onClose={onClose}>
      {mapApps(point, navigator.userAgent).map(({ id, name, href }) => (
        <a
          key={id}
          className="second"
          href={href}
          onClick={() => {
            rememberMap(id);
            onClose();
          }}
        >
          {name}
        </a>
      ))}
      <button type="button" className="second" onClick={copy}>
        {copied ? '坐标已复制' : '复制坐标'}
      </button>
      <p className="fine-print">坐标 {words}（WGS 84）。手机上没有所选地图时，请换一种。</p>
    </Sheet>
  );
}
