import { createHeadlessReplica, type HeadlessReplica, type OpenedMaster } from '#libs/document-model';
import type { OoxmlElement, OoxmlNode } from '@docx-editor.dev/core/store';

/** A replica with a name and the updates it has not delivered yet. */
export interface Editor extends HeadlessReplica {
  readonly name: string;
  readonly outbox: Uint8Array[];
  readonly failures: string[];
}

export function openEditor(master: Uint8Array | OpenedMaster, name: string): Editor {
  const replica = createHeadlessReplica(master, { documentId: 'shared', identity: { actorId: name, name } });
  const outbox: Uint8Array[] = [];
  const failures: string[] = [];
  replica.session.onLocalUpdate((update) => outbox.push(update));
  replica.session.subscribeStatus((status, reason, detail) => {
    if (status === 'error') failures.push(`${reason ?? ''} ${detail ?? ''}`);
  });
  return { ...replica, name, outbox, failures };
}

/** Delivers everything to everybody and adds it to the log. */
export function syncAll(editors: readonly Editor[], log: Uint8Array[]): void {
  for (const editor of editors) editor.session.flushPendingJournals();
  const sent = editors.map((editor) => editor.outbox.splice(0));
  log.push(...sent.flat());
  editors.forEach((editor, i) => {
    const others = sent.filter((_, from) => from !== i).flat();
    if (others.length > 0) editor.session.applyRemote(others);
  });
}

/** Everything of a kind inside a node, in document order. */
export function descendants(node: OoxmlNode, kind: string): OoxmlElement[] {
  if (node.kind === 'textValue') return [];
  const own = node.kind === kind ? [node] : [];
  return [...own, ...node.children.flatMap((child) => descendants(child, kind))];
}

export function bodyOf(editor: HeadlessReplica): OoxmlElement {
  const body = editor.store
    .bodyStore()
    .part.root.children.find((child) => child.kind !== 'textValue' && child.localName === 'body');
  if (body === undefined || body.kind === 'textValue') throw new Error('The document has no body.');
  return body;
}
