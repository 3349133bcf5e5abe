import { describe, expect, it } from 'vitest';
import { editingAddress, serverBase } from './editing-address.js';

describe('address of the editing service', () => {
  it('lies beside the page', () => {
    const base = serverBase('https://docs.example/web-apps/apps/editor/index.html?_=9.0.0');
    expect(editingAddress(base, 'key=1')).toBe('wss://docs.example/doc/key%3D1/ws');
  });

  it('keeps the path prefix of the product', () => {
    const base = serverBase('http://host.example:8080/office/docs/web-apps/apps/editor/index.html');
    expect(base.href).toBe('http://host.example:8080/office/docs/');
    expect(editingAddress(base, 'k1')).toBe('ws://host.example:8080/office/docs/doc/k1/ws');
  });

  it('is the root when the page lies elsewhere', () => {
    expect(serverBase('http://127.0.0.1:5173/editor/index.html').href).toBe('http://127.0.0.1:5173/');
  });
});
