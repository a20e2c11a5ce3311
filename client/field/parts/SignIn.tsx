import { useState } from 'react';
import type { FormEvent } from 'react';
import { errorWords } from '../../shared/api.ts';
import { signIn } from '../work/field.ts';
import { useField } from '../work/hooks.ts';

/** 登录: also over a page whose session has ended; then the account is known and nothing on the phone is lost. */
export function SignIn({ username: known }: { username?: string }) {
  const { unsent, line, trouble } = useField();
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    try {
      await signIn(String(form.get('username')).trim(), String(form.get('password')));
    } catch (error) {
      setFailure(errorWords(error));
      setBusy(false);
    }
  };
  return (
    <form className="sign-in" onSubmit={(event) => void submit(event)}>
      <h1>{known ? '登录已失效，请重新登录' : '城运 · 现场处置'}</h1>
      {Object.entries(unsent).map(([who, count]) => (
        <p key={who} className="note">
          本机存有账号 {who} 的 {count} 项待上传，该账号登录后自动补传。
        </p>
      ))}
      <label>
        账号
        <input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          defaultValue={known ?? ''}
          required
        />
      </label>
      <label>
        密码
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      {!failure && trouble && <p className="note">{trouble}</p>}
      {!failure && line === 'down' && <p className="note">现在没有信号，登录需要网络。</p>}
      <button type="submit" className="big" disabled={busy}>
        {busy ? '正在登录…' : '登录'}
      </button>
      <p className="fine-print">办理步骤的时间与位置仅用于工单留痕。</p>
    </form>
  );
}
