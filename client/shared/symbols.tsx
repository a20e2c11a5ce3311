import { severityNames } from '#contracts/incident.ts';
import type { Severity } from '#contracts/incident.ts';
import { darkLevels, lightLevels } from './theme.ts';

/** `page` follows the theme in force (base.css); the others are fixed. */
type Ground = 'page' | 'light' | 'dark';

const shapes: Record<Severity, { d: string; textY: number; size: number }> = {
  1: { d: 'M12 .5 23.5 12 12 23.5 .5 12Z', textY: 16.2, size: 12 },
  2: { d: 'M12 1.6 23.4 21.8H.6Z', textY: 18.9, size: 12 },
  3: { d: 'M12 1a11 11 0 1 0 0 22 11 11 0 1 0 0-22Z', textY: 16.6, size: 13 },
  4: { d: 'M2 2h20v20H2Z', textY: 16.6, size: 13 },
};

/** Severity of an incident as shape, colour and numeral; write the word beside it (`SeverityWord`). */
export function SeverityMark({
  level,
  size = 24,
  ground = 'page',
}: {
  level: number;
  size?: number;
  ground?: Ground;
}) {
  const severity = asSeverity(level);
  const shape = shapes[severity];
  const colour = colourOf(severity, ground);
  return (
    <svg
      className="severity-mark"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      role="img"
      aria-label={`${severity} 级 ${severityNames[severity]}`}
    >
      <path d={shape.d} fill={colour.fill} />
      <text
        x="12"
        y={shape.textY}
        textAnchor="middle"
        fontSize={shape.size}
        fontWeight="700"
        fill={colour.numeral}
      >
        {severity}
      </text>
    </svg>
  );
}

/** The word of a severity in its own ink: 特急, 紧急, 一般, 关注. */
export function SeverityWord({ level, ground = 'page' }: { level: number; ground?: Ground }) {
  const severity = asSeverity(level);
  const colour = colourOf(severity, ground);
  return (
    <span style={{ color: colour.word, fontWeight: severity <= 2 ? 600 : 400 }}>
      {severityNames[severity]}
    </span>
  );
}

/** A matter that still waits for a person's judgement: no level yet. */
export function UnknownMark({ size = 24 }: { size?: number }) {
  return (
    <svg
      className="severity-mark"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      role="img"
      aria-label="待人判断"
    >
      <rect
        x="2.5"
        y="2.5"
        width="19"
        height="19"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="3 2.4"
      />
      <text x="12" y="16.8" textAnchor="middle" fontSize="13" fill="currentColor">
        ?
      </text>
    </svg>
  );
}

function colourOf(level: Severity, ground: Ground): { fill: string; numeral: string; word: string } {
  if (ground !== 'page') return (ground === 'light' ? lightLevels : darkLevels)[level];
  return {
    fill: `var(--level-${level})`,
    numeral: `var(--level-${level}-numeral)`,
    word: `var(--level-${level}-word)`,
  };
}

function asSeverity(level: number): Severity {
  return level === 1 || level === 2 || level === 3 ? level : 4;
}
