import { useEffect, useRef, useState } from 'react';
import type { FormEvent, KeyboardEvent } from 'react';
import { homeOf } from '#contracts/pages.ts';
import { ApiError, apiSend, errorWords } from '../shared/api.ts';
import { fetchSession } from '../shared/session.tsx';

/** 登录: name and password; afterwards to the page that was asked for, else to the one where the role's work begins. */
export function LoginPage() {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [capsLock, setCapsLock] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ words: string; waits: boolean } | null>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const back = backPath(location.search);

  useEffect(() => {
    if (problem && !problem.waits) passwordField.current?.select();
  }, [problem]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (username.trim() === '' || password === '') {
      setProblem({ words: '请填写账号和密码', waits: false });
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const body = { username: username.trim(), password };
      await apiSend('POST', '/api/session', body, null, { onSignedOut: 'throw' });
      const session = await fetchSession();
      location.replace(back ?? homeOf(session.actor.roles));
    } catch (error) {
      setBusy(false);
      setProblem({
        words: errorWords(error),
        waits: error instanceof ApiError && error.code === 'too-many',
      });
    }
  }

  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <main className="login">
      <form className="login-form" onSubmit={(event) => void submit(event)} noValidate>
        <h1>城运</h1>
        <p className="login-sub">城市运行管理平台 · 一网统管</p>
        {back !== null && problem === null && <p className="login-note">登录后回到刚才的页面</p>}
        <label htmlFor="username">账号</label>
        <input
          id="username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
        <label htmlFor="password">密码</label>
        <input
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          ref={passwordField}
          value={password}
          onKeyUp={watchCapsLock}
          onChange={(event) => setPassword(event.target.value)}
        />
        {capsLock && <p className="login-note">大写锁定已打开</p>}
        {problem && (
          <p className={problem.waits ? 'login-problem login-locked' : 'login-problem'} role="alert">
            {problem.words}
          </p>
        )}
        <button type="submit" disabled={busy}>
          {busy ? '正在登录…' : '登录'}
        </button>
        <p className="login-foot">忘记密码或账号停用，请联系安全管理员。本系统的操作均留痕可查。</p>
      </form>
    </main>
  );
}

/** The page to return to, when it is one of this site's own. */
function backPath(search: string): string | null {
  const back = new URLSearchParams(search).get('back');
  if (back === null || !back.startsWith('/')) return null;
  const url = new URL(back, location.origin);
  const own = url.origin === location.origin && !url.pathname.startsWith('/login') && url.pathname !== '/';
  return own ? url.pathname + url.search + url.hash : null;
}
