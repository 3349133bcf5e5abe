/** A yes or no that views follow. */
export class Switch {
  private readonly listeners = new Set<() => void>();

  constructor(private value: boolean) {}

  readonly get = (): boolean => this.value;

  set(value: boolean): void {
    if (value === this.value) return;
    this.value = value;
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
