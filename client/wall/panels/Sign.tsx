import { severityNames } from '#contracts/incident.ts';
import { SeverityMark } from '../../shared/symbols.tsx';
import { asSeverity } from '../../shared/map/symbols.ts';

/** The symbol of a severity in the text of the wall; its size is that of the class. */
export function Sign({ level }: { level: number }) {
  return (
    <span className="sign">
      <SeverityMark level={level} ground="dark" />
    </span>
  );
}

/** 特急, 紧急, 一般, 关注 in its own ink. */
export function SignWord({ level }: { level: number }) {
  const severity = asSeverity(level);
  return <span className={`level level-${severity}`}>{severityNames[severity]}</span>;
}
