/** Whether a recipient may be asked now; else after how many seconds to look again. */
export type Pass = { go: true } | { go: false; waitSeconds: number };

export type Circuit = {
  enter: (recipient: string) => Pass;
  /** Ends what `enter` let go. */
  leave: (recipient: string, answered: boolean) => void;
};

type Line = { busy: number; failures: number; shutUntilMs: number };

/**
 * 熔断: a department whose system hangs holds at most `most` attempts at a time, and none at all for `shutSeconds` after
 * `failures` in a row; then one attempt tries whether it is back. The other departments do not notice.
 */
export function makeCircuit(nowMs: () => number, { most = 4, failures = 5, shutSeconds = 30 } = {}): Circuit {
  const lines = new Map<string, Line>();
  return {
    enter: (recipient) => {
      const line = lines.get(recipient) ?? { busy: 0, failures: 0, shutUntilMs: 0 };
      lines.set(recipient, line);
      const restMs = line.shutUntilMs - nowMs();
      if (restMs > 0) return { go: false, waitSeconds: Math.ceil(restMs / 1000) };
      const lanes = line.failures >= failures ? 1 : most;
      if (line.busy >= lanes) return { go: false, waitSeconds: 1 };
      line.busy += 1;
      return { go: true };
    },
    leave: (recipient, answered) => {
      const line = lines.get(recipient);
      if (!line) return;
      line.busy -= 1;
      line.failures = answered ? 0 : line.failures + 1;
      if (line.failures >= failures) line.shutUntilMs = nowMs() + shutSeconds * 1000;
      if (line.busy === 0 && line.failures === 0) lines.delete(recipient);
    },
  };
}
