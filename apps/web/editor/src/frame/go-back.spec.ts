import { describe, expect, it } from 'vitest';
import { backButton, closeButton } from './go-back.js';

describe('the cross in the header', () => {
  it('exists only when the page handles onRequestClose and does not hide it', () => {
    expect(closeButton({}, false)).toBeNull();
    expect(closeButton({ customization: { close: { visible: false } } }, true)).toBeNull();
    expect(closeButton({ customization: { close: null } }, true)).toEqual({
      text: null,
      action: { kind: 'request-close' },
    });
    expect(closeButton({ customization: { close: { visible: true, text: 'Done' } } }, true)?.text).toBe(
      'Done',
    );
  });
});

describe('the button that leads back', () => {
  it.each([undefined, null, '', false, {}, { url: '' }])('does not exist for %j', (goback) => {
    expect(backButton({ customization: { goback } as never })).toBeNull();
  });

  it('opens the address in a new tab unless the page wants it in place', () => {
    const action = (blank?: boolean) =>
      backButton({
        customization: {
          goback: { url: 'https://files.example/', ...(blank === undefined ? {} : { blank }) },
        },
      })?.action;
    expect(action()).toEqual({ kind: 'link', url: 'https://files.example/', isNewTab: true });
    expect(action(false)).toEqual({ kind: 'link', url: 'https://files.example/', isNewTab: false });
  });

  it('asks the page to close instead when that is wanted', () => {
    expect(backButton({ customization: { goback: { requestClose: true, text: 'Files' } } })).toEqual({
      text: 'Files',
      action: { kind: 'request-close' },
    });
  });

  it('takes no address that runs script', () => {
    expect(backButton({ customization: { goback: { url: 'java\nscript:alert(1)' } } })).toBeNull();
  });
});
