export type ColorMode = 'light' | 'dark' | 'system';

/** The integrator's `customization.uiTheme`: names of themes, or `default-light` and `default-dark`. */
export function colorModeOf(uiTheme: string | null | undefined): ColorMode {
  if (!uiTheme) return 'system';
  if (/dark|night/.test(uiTheme)) return 'dark';
  return /light|white|gray/.test(uiTheme) ? 'light' : 'system';
}
