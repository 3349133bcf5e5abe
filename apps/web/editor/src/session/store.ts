/** A value that parts of the page follow; every change replaces it. */
export class Store<T extends object> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: T) {}

  readonly get = (): T => this.value;

  set(change: Partial<T>): void {
    const isSame = Object.entries(change).every(([name, value]) =>
      Object.is(Reflect.get(this.value, name), value),
    );
    if (isSame) return;
    this.value = { ...this.value, ...change };
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
