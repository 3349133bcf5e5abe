import { expect, it } from 'vitest';
import { colorModeOf } from './theme.js';

it.each([
  [undefined, 'system'],
  ['', 'system'],
  ['theme-system', 'system'],
  ['default-dark', 'dark'],
  ['theme-contrast-dark', 'dark'],
  ['theme-night', 'dark'],
  ['default-light', 'light'],
  ['theme-classic-light', 'light'],
])('the theme %s is shown as %s', (uiTheme, mode) => {
  expect(colorModeOf(uiTheme)).toBe(mode);
});
