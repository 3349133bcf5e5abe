import { describe, expect, it } from 'vitest';
import { placeMenu } from './place-menu.js';

const view = { innerWidth: 400, innerHeight: 600 };
const menu = { offsetWidth: 200, offsetHeight: 250 };

describe('the place of a menu', () => {
  it('is below the button, flush with its right edge', () => {
    expect(placeMenu({ left: 300, right: 340, top: 100, bottom: 130 }, menu, view)).toEqual({
      left: 140,
      top: 136,
    });
  });

  it('is above the button when there is no room below', () => {
    expect(placeMenu({ left: 300, right: 340, top: 500, bottom: 530 }, menu, view).top).toBe(244);
  });

  it('never leaves the screen', () => {
    expect(placeMenu({ left: 0, right: 30, top: 100, bottom: 130 }, menu, view).left).toBe(8);
    expect(placeMenu({ left: 390, right: 430, top: 100, bottom: 130 }, menu, view).left).toBe(192);
  });
});
