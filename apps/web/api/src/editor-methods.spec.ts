import { describe, expect, it } from 'vitest';
import { editorMethods, type MethodTarget } from './editor-methods.js';

function recorder() {
  const sent: unknown[] = [];
  const target: MethodTarget = {
    send: (command, data) => void sent.push([command, data]),
    destroy: () => void sent.push(['destroy']),
    refreshFile: (config) => void sent.push(['refresh', config]),
  };
  return { sent, methods: editorMethods(target) };
}

describe('methods of the editor object', () => {
  it('do nothing and do not throw when there is no editor', () => {
    const methods = new Map<string, () => void>(Object.entries(editorMethods(null)));
    expect(methods.size).toBeGreaterThan(20);
    for (const method of methods.values()) expect(method).not.toThrow();
  });

  it('show a message in the old form, where the second argument wins', () => {
    const { sent, methods } = recorder();
    methods.showMessage('only text');
    methods.showMessage('title', 'text');
    expect(sent).toEqual([
      ['showMessage', { text: 'only text' }],
      ['showMessage', { text: 'text' }],
    ]);
  });

  it('deny editing through the newer and the older name', () => {
    const { sent, methods } = recorder();
    methods.denyEditingRights('because');
    methods.processRightsChange(false, 'because');
    methods.processRightsChange(true);
    expect(sent).toEqual([
      ['denyEditingRights', { text: 'because' }],
      ['denyEditingRights', { text: 'because' }],
    ]);
  });

  it('include every name of the contract, but not the connector of the paid edition', () => {
    const { methods } = recorder();
    for (const name of [
      'setHistoryData',
      'refreshHistory',
      'insertImage',
      'setUsers',
      'downloadAs',
      'serviceCommand',
    ])
      expect(methods).toHaveProperty(name);
    expect(methods).not.toHaveProperty('createConnector');
  });
});
