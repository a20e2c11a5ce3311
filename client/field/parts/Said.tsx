import { useState } from 'react';

/** So much of one report is read at a glance; the rest is a press away. */
const glance = 120;

/** 来件: the masked words of those who reported it, newest first. */
export function Said({ said, count }: { said: readonly string[]; count: number }) {
  if (said.length === 0) return null;
  return (
    <section className="said">
      <h3>
        来件怎么说<span>{count} 件</span>
      </h3>
      <ul>
        {said.map((words, i) => (
          <Words key={i} words={words} />
        ))}
      </ul>
      {count > said.length && <p className="fine-print">只列最新 {said.length} 件。</p>}
      <p className="fine-print">来电号码不在手机上显示，需要联系来电人请通过值班台转接。</p>
    </section>
  );
}

function Words({ words }: { words: string }) {
  const letters = [...words];
  const [whole, setWhole] = useState(letters.length <= glance * 1.25);
  return (
    <li>
      {whole ? words : `${letters.slice(0, glance).join('')}…`}
      {!whole && (
        <button type="button" className="said-more" onClick={() => setWhole(true)}>
          展开全文（{letters.length} 字）
        </button>
      )}
    </li>
  );
}
