import type { EditorConfig } from '../../frame-protocol/editor-config.js';

/** Values of the parts an integrator leaves out. Published as `DocsAPI.DocEditor.defaultConfig`. */
export const defaultConfig = {
  type: 'desktop',
  width: '100%',
  height: '100%',
  editorConfig: {
    lang: 'en',
    canCoAuthoring: true,
    customization: { about: true, feedback: false },
  },
} as const;

/** Fills the gaps in the caller's own object: integrators read values back from it later. `null` is a gap. */
export function fillDefaults(config: EditorConfig): EditorConfig {
  fillGaps(config, defaultConfig);
  return config;
}

function fillGaps(target: Record<string, unknown>, defaults: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(defaults)) {
    const present = target[name];
    if (isObject(value)) {
      if (present === undefined || present === null) target[name] = {};
      const inner = target[name];
      if (isObject(inner)) fillGaps(inner, value);
    } else if (present === undefined || present === null) {
      target[name] = value;
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
