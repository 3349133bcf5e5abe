import type { HeadlessReplica } from '#libs/document-model';

/** Types into a paragraph of the body (0 is the first one), as the engine's own editor would. */
export function typeInto(replica: HeadlessReplica, text: string, paragraph: number, offset: number): void {
  const { store, port } = replica;
  const body = store
    .bodyStore()
    .part.root.children.find((child) => 'localName' in child && child.localName === 'body');
  const paragraphs =
    body && 'children' in body ? body.children.filter((child) => child.kind === 'paragraph') : [];
  const target = paragraphs[paragraph];
  if (!target) throw new Error(`there is no paragraph ${paragraph}`);
  const result = store.transact(
    { kind: 'body' },
    (context) => context.apply({ op: 'insertText', paragraphId: target.id, offset, text }),
    { actorId: 'test', recordsHistory: false },
  );
  if (!result.ok) throw new Error(`typing was refused: ${JSON.stringify(result)}`);
  port.flushPendingJournals();
}
