import { useState } from 'react';
import { addressOfScene } from '../screen.ts';
import { addressAt } from './address.ts';
import type { Player } from './player.ts';

/** 链接: who opens it sees the same picture, as far as that account may. Over plain HTTP browsers copy only by hand. */
export function PastLink({ player, sceneId }: { player: Player; sceneId: string }) {
  const [link, setLink] = useState<{ href: string; copied: boolean } | null>(null);
  const show = async (): Promise<void> => {
    const href = addressAt(addressOfScene(location.href, sceneId), player.at());
    const copied = await (
      navigator.clipboard?.writeText(href) ?? Promise.reject(new Error('no clipboard'))
    ).then(
      () => true,
      () => false,
    );
    setLink({ href, copied });
  };
  return (
    <>
      <button type="button" onClick={() => (link ? setLink(null) : void show())}>
        链接
      </button>
      {link && (
        <p className="past-link" role="status">
          <span>{link.copied ? '链接已复制' : '请复制此链接'}</span>
          <input
            readOnly
            aria-label="此刻的链接"
            value={link.href}
            onFocus={({ target }) => target.select()}
          />
        </p>
      )}
    </>
  );
}
