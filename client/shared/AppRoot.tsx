import '@fontsource-variable/noto-sans-sc/index.css';
import './base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/es/locale/zh_CN.js';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import { StrictMode, createContext, useContext, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { antTheme } from './antTheme.ts';
import { queryClient } from './query.ts';
import { SignInAgain } from './SignInAgain.tsx';
import { applyTheme, storedTheme } from './theme.ts';
import type { ThemeName } from './theme.ts';
import { UndoProvider } from './undo.tsx';

dayjs.locale('zh-cn');

type ThemeChoice = { name: ThemeName; choose: (name: ThemeName) => void };
const ThemeContext = createContext<ThemeChoice>({ name: 'light', choose: () => undefined });

/** The theme in force and how to change it. */
export function useTheme(): ThemeChoice {
  return useContext(ThemeContext);
}

/** Everything a page with Ant Design needs around it: theme, Chinese, data, undo. */
export function AppRoot({ children }: { children: ReactNode }) {
  const [name, setName] = useState<ThemeName>(storedTheme);
  useEffect(() => applyTheme(name), [name]);
  return (
    <ThemeContext.Provider value={{ name, choose: setName }}>
      <ConfigProvider locale={zhCN} theme={antTheme(name)} button={{ autoInsertSpace: false }}>
        <App message={{ top: 56 }}>
          <QueryClientProvider client={queryClient}>
            <UndoProvider>{children}</UndoProvider>
            <SignInAgain />
          </QueryClientProvider>
        </App>
      </ConfigProvider>
    </ThemeContext.Provider>
  );
}

/** A fault of the page itself: never a blank screen, but what happened and one way on. */
function showBroken(root: HTMLElement, error: unknown): void {
  console.error(error);
  const note = document.createElement('div');
  note.className = 'state state-page';
  note.setAttribute('role', 'alert');
  const words = document.createElement('p');
  words.className = 'state-title';
  words.textContent = '页面出错，已停止显示。已提交的办理不受影响，请重新载入';
  const again = document.createElement('button');
  again.className = 'state-retry';
  again.textContent = '重新载入';
  again.onclick = () => location.reload();
  note.append(words, again);
  root.replaceChildren(note);
}

/** Mounts a page at #root. */
export function mountPage(page: ReactNode): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html lacks #root');
  applyTheme(storedTheme());
  createRoot(root, { onUncaughtError: (error) => showBroken(root, error) }).render(
    <StrictMode>
      <AppRoot>{page}</AppRoot>
    </StrictMode>,
  );
}
