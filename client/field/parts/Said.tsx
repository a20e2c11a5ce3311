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
          <li key={i}>{words}</li>
        ))}
      </ul>
      {count > said.length && <p className="fine-print">只列最新 {said.length} 件。</p>}
      <p className="fine-print">来电号码不在手机上显示，需要联系来电人请通过值班台转接。</p>
    </section>
  );
}
