import type { ReactNode } from 'react';
import { ApiError, errorWords } from './api.ts';

/** Nothing here, and that is in order: says why, and what could be done. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state state-empty">
      <p className="state-title">{title}</p>
      {children && <p className="state-more">{children}</p>}
    </div>
  );
}

/** It failed: the words of the refusal and one way on. */
export function ErrorState({
  error,
  onRetry,
  fullPage = false,
}: {
  error: unknown;
  onRetry?: () => void;
  fullPage?: boolean;
}) {
  const offline = error instanceof ApiError && error.code === 'offline';
  return (
    <div className={`state state-error${fullPage ? ' state-page' : ''}`} role="alert">
      <p className="state-title">{offline ? '网络中断' : '未能读取'}</p>
      <p className="state-more">{errorWords(error)}</p>
      {onRetry && (
        <button type="button" className="state-retry" onClick={onRetry}>
          重试
        </button>
      )}
    </div>
  );
}

/** Still on its way. Words, no spinner that turns for ever. */
export function LoadingState({
  words = '正在读取…',
  fullPage = false,
}: {
  words?: string;
  fullPage?: boolean;
}) {
  return (
    <div className={`state state-loading${fullPage ? ' state-page' : ''}`} role="status">
      {words}
    </div>
  );
}
