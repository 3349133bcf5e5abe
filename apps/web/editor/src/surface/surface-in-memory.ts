import * as Y from 'yjs';
import { Awareness } from 'y-protocols/awareness';
import type { DocumentSurface, SurfaceFault, SurfaceOptions } from './document-surface.js';

/** A surface without a screen, for tests: remembers what it was told. */
export class SurfaceInMemory implements DocumentSurface {
  readonly base = { masterDigest: 'digest', engineVersion: '2.30.0', yjsVersion: '13', seedHash: 'seed' };
  readonly awareness = new Awareness(new Y.Doc());
  readonly View = (): null => null;
  readonly applied: number[] = [];
  readonly unreadable = new Set<number>();
  isReadOnly = true;
  isDestroyed = false;
  color: string;
  hasMissingChange = false;
  private changeListener: (update: Uint8Array) => void = () => {};
  private faultListener: (fault: SurfaceFault) => void = () => {};

  constructor(readonly options: SurfaceOptions) {
    this.color = options.editor.color;
  }

  type(value: number): void {
    this.changeListener(new Uint8Array([value]));
  }

  fail(fault: SurfaceFault): void {
    this.faultListener(fault);
  }

  applyRemote(updates: readonly Uint8Array[]): void {
    const values = updates.map(([value = 0]) => value);
    if (values.some((value) => this.unreadable.has(value))) throw new Error('malformed update');
    this.applied.push(...values);
  }

  onLocalChange(listener: (update: Uint8Array) => void): () => void {
    this.changeListener = listener;
    return () => undefined;
  }

  onFault(listener: (fault: SurfaceFault) => void): () => void {
    this.faultListener = listener;
    return () => undefined;
  }

  flush(): void {}

  hasGaps(): boolean {
    return this.hasMissingChange;
  }

  setReadOnly(isReadOnly: boolean): void {
    this.isReadOnly = isReadOnly;
  }

  setColor(color: string): void {
    this.color = color;
  }

  copy(): Uint8Array {
    return new Uint8Array(this.applied);
  }

  undo(): boolean {
    return false;
  }

  redo(): boolean {
    return false;
  }

  destroy(): void {
    this.isDestroyed = true;
    this.awareness.destroy();
  }
}
