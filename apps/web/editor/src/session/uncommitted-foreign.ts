import { isInRanges, type ChangeId, type ChangeRange, type OutgoingChange } from '#libs/protocol';

/**
 * Changes of others that were shown here before the server had stored them. If a server process dies between showing
 * and storing, and the author is gone too, whoever still has the change sends it again; the server ignores duplicates.
 */
export class UncommittedForeign {
  private readonly byAuthor = new Map<string, OutgoingChange[]>();

  remember(changes: readonly OutgoingChange[]): void {
    for (const change of changes) {
      const known = this.byAuthor.get(change.clientId) ?? [];
      known.push(change);
      this.byAuthor.set(change.clientId, known);
    }
  }

  /** Exactly these are stored. */
  settle(stored: readonly ChangeRange[]): void {
    for (const { clientId } of stored) this.keep(clientId, (change) => !isInRanges(stored, change));
  }

  /** These very changes are stored. */
  settleExactly(changes: readonly ChangeId[]): void {
    const stored = new Set(changes.map(idOf));
    for (const author of new Set(changes.map((change) => change.clientId)))
      this.keep(author, (change) => !stored.has(idOf(change)));
  }

  all(): OutgoingChange[] {
    return [...this.byAuthor.values()].flat();
  }

  private keep(author: string, isOpen: (change: OutgoingChange) => boolean): void {
    const open = (this.byAuthor.get(author) ?? []).filter(isOpen);
    if (open.length > 0) this.byAuthor.set(author, open);
    else this.byAuthor.delete(author);
  }
}

function idOf({ clientId, counter }: ChangeId): string {
  return `${clientId}:${counter}`;
}
