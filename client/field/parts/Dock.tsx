import type { ReactNode } from 'react';

/** The one big button in the thumb's reach, why it did not go above it, and the small ways beside it below. */
export function Dock({
  words,
  onPress,
  failure = null,
  disabled = false,
  children,
}: {
  words: string;
  onPress: () => void;
  failure?: string | null;
  disabled?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className="dock">
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      <button type="button" className="big" disabled={disabled} onClick={onPress}>
        {words}
      </button>
      {children && <div className="dock-aside">{children}</div>}
    </div>
  );
}
