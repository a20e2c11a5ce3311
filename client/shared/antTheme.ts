import { theme } from 'antd';
import type { ThemeConfig } from 'antd';
import { palette } from './theme.ts';
import type { ThemeName } from './theme.ts';

/** Ant Design 6 with the tokens of the desk and the leaders' page. */
export function antTheme(name: ThemeName): ThemeConfig {
  const colours = palette[name];
  return {
    algorithm: name === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: name === 'dark' ? '#2B8FD9' : colours.accent,
      colorInfo: colours.accent,
      colorLink: colours.accent,
      colorSuccess: colours.done,
      colorError: colours.alarm,
      colorText: colours.ink,
      colorTextSecondary: colours.second,
      colorBgLayout: colours.ground,
      colorBgContainer: colours.surface,
      colorBorder: name === 'dark' ? '#34485F' : '#CBD3DB',
      colorBorderSecondary: colours.line,
      fontFamily: 'var(--face)',
      fontSize: 14,
      lineHeight: 22 / 14,
      borderRadius: 4,
      controlHeight: 32,
      sizeUnit: 4,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
      wireframe: false,
    },
    components: {
      Table: { cellPaddingBlock: 8, headerBg: colours.ground },
      Modal: { titleFontSize: 16 },
      Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
    },
  };
}
