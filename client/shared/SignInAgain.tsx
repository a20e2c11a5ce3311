import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { Session } from '#contracts/people.ts';
import { apiSend, errorWords, leaveToSignIn, onSignedOut } from './api.ts';
import { fetchSession } from './session.tsx';

/**
 * 登录已失效: asks for the password on the page itself. What was typed stays where it is, hidden until the same
 * person is back; anybody else starts with a new page.
 */
export function SignInAgain() {
  const cache = useQueryClient();
  const [who, setWho] = useState<Session['actor'] | null>(null);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const before = useRef<Element | null>(null);

  useEffect(
    () =>
      onSignedOut(() => {
        const known = Session.safeParse(cache.getQueryData(['session']));
        // Nobody has been here yet: there is nothing to keep.
        if (!known.success) return leaveToSignIn();
        setWho((shown) => {
          if (shown === null) before.current = document.activeElement;
          return known.data.actor;
        });
      }),
    [cache],
  );

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (who === null || busy || password === '') return;
    setBusy(true);
    setProblem(null);
    try {
      const body = { username: who.username, password };
      await apiSend('POST', '/api/session', body, null, { onSignedOut: 'throw' });
      cache.setQueryData(['session'], await fetchSession());
      setWho(null);
      setPassword('');
      void cache.invalidateQueries();
      if (before.current instanceof HTMLElement) before.current.focus();
    } catch (error) {
      setProblem(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      open={who !== null}
      title="登录已失效，请重新登录"
      footer={null}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      width={400}
      zIndex={2000}
      rootClassName="sign-in-again"
      destroyOnHidden
    >
      <form data-keys-off onSubmit={(event) => void submit(event)}>
        <p>
          账号 <b>{who?.username}</b>（{who?.name}）。已填写的内容都在，登录后接着办。
        </p>
        <Input.Password
          aria-label="密码"
          placeholder="密码"
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {problem && <p role="alert">{problem}</p>}
        <p className="sign-in-again-buttons">
          <button type="button" className="plain" onClick={leaveToSignIn}>
            换一个账号（未提交的内容作废）
          </button>
          <Button type="primary" htmlType="submit" loading={busy}>
            登录
          </Button>
        </p>
      </form>
    </Modal>
  );
}
