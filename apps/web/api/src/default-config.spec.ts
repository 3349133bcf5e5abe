import { describe, expect, it } from 'vitest';
import type { EditorConfig } from '../../frame-protocol/editor-config.js';
import { defaultConfig, fillDefaults } from './default-config.js';

describe('default values of the configuration', () => {
  it("are filled into the caller's own object", () => {
    const config = { document: { key: 'k' } };
    expect(fillDefaults(config)).toBe(config);
    expect(config).toEqual({
      document: { key: 'k' },
      type: 'desktop',
      width: '100%',
      height: '100%',
      editorConfig: {
        lang: 'en',
        canCoAuthoring: true,
        customization: { about: true, feedback: false },
      },
    });
  });

  it('replace null, which means not set, and nothing else', () => {
    const config = {
      type: null,
      width: '640px',
      editorConfig: { lang: 'de', canCoAuthoring: false, customization: null, coEditing: null },
    };
    fillDefaults(config);
    expect(config).toMatchObject({
      type: 'desktop',
      width: '640px',
      editorConfig: {
        lang: 'de',
        canCoAuthoring: false,
        customization: { about: true, feedback: false },
        coEditing: null,
      },
    });
  });

  it('are never shared between two configurations', () => {
    const first = fillDefaults({});
    if (first.editorConfig?.customization) first.editorConfig.customization.about = false;
    expect(fillDefaults({}).editorConfig?.customization?.about).toBe(true);
    expect(defaultConfig.editorConfig.customization.about).toBe(true);
  });

  it('tolerate an empty string where an object belongs', () => {
    const config: EditorConfig = JSON.parse('{"editorConfig":{"customization":""}}');
    expect(() => fillDefaults(config)).not.toThrow();
  });
});
