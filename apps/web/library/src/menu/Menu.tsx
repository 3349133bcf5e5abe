import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { Icon, type IconName } from '../icons/Icon.js';
import { placeMenu, type Place } from './place-menu.js';

export interface MenuItem {
  readonly label: string;
  readonly icon: IconName;
  readonly shortcut?: string;
  readonly isDangerous?: boolean;
  /** a download is a link, so that the browser names and keeps the file */
  readonly download?: string;
  readonly onChoose?: () => void;
}

interface Props {
  readonly anchor: HTMLElement;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
}

/** A menu beside its button: arrow keys, Home, End, first letters, Escape. */
export function Menu({ anchor, label, items, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place>();

  useLayoutEffect(() => {
    if (menu.current) setPlace(placeMenu(anchor.getBoundingClientRect(), menu.current, window));
  }, [anchor]);
  useEffect(() => {
    if (place) entriesOf(menu.current)[0]?.focus();
  }, [place]);
  useEffect(() => closeFromOutside(menu, anchor, onClose), [anchor, onClose]);

  const closeAndReturn = (): void => {
    onClose();
    anchor.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const entries = entriesOf(menu.current);
    const at = entries.findIndex((entry) => entry === document.activeElement);
    const next = nextEntry(event.key, at, entries);
    if (next !== undefined) {
      event.preventDefault();
      next.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      closeAndReturn();
    }
    event.stopPropagation();
  };

  return createPortal(
    <div
      ref={menu}
      className="popover menu"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      style={place ? { left: place.left, top: place.top } : { visibility: 'hidden' }}
      onKeyDown={onKeyDown}
    >
      {items.map((item) => (
        <MenuEntry key={item.label} item={item} onClose={closeAndReturn} />
      ))}
    </div>,
    anchor.closest('main') ?? document.body,
  );
}

function MenuEntry({ item, onClose }: { item: MenuItem; onClose: () => void }) {
  const content = (
    <>
      <Icon name={item.icon} />
      <span className="menu-label">{item.label}</span>
      {item.shortcut && <kbd aria-hidden="true">{item.shortcut}</kbd>}
    </>
  );
  const choose = (): void => {
    onClose();
    item.onChoose?.();
  };
  const className = item.isDangerous ? 'menu-item menu-item-dangerous' : 'menu-item';
  if (item.download) {
    return (
      <a
        className={className}
        role="menuitem"
        tabIndex={-1}
        href={item.download}
        download=""
        onClick={choose}
      >
        {content}
      </a>
    );
  }
  return (
    <button type="button" className={className} role="menuitem" tabIndex={-1} onClick={choose}>
      {content}
    </button>
  );
}

function entriesOf(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
}

function nextEntry(key: string, at: number, entries: readonly HTMLElement[]): HTMLElement | undefined {
  if (key === 'ArrowDown') return entries[(at + 1) % entries.length];
  if (key === 'ArrowUp') return entries.at(at <= 0 ? -1 : at - 1);
  if (key === 'Home') return entries[0];
  if (key === 'End') return entries.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const rotated = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
  return rotated.find((entry) => entry.textContent.toLowerCase().startsWith(key.toLowerCase()));
}

function closeFromOutside(
  menu: { readonly current: HTMLElement | null },
  anchor: HTMLElement,
  close: () => void,
): () => void {
  const onPointer = (event: PointerEvent): void => {
    if (!(event.target instanceof Node)) return;
    if (!menu.current?.contains(event.target) && !anchor.contains(event.target)) close();
  };
  document.addEventListener('pointerdown', onPointer);
  addEventListener('resize', close);
  addEventListener('scroll', close, true);
  return () => {
    document.removeEventListener('pointerdown', onPointer);
    removeEventListener('resize', close);
    removeEventListener('scroll', close, true);
  };
}
