/** What the frame's address says about its place on the page. Nothing secret travels here. */
export interface FrameAddress {
  readonly version: string;
  readonly parentOrigin: string;
  readonly frameEditorId: string;
}

export function frameQuery({ version, parentOrigin, frameEditorId }: FrameAddress): string {
  return `?${new URLSearchParams({ _: version, parentOrigin, frameEditorId }).toString()}`;
}

export function readFrameQuery(search: string): FrameAddress {
  const query = new URLSearchParams(search);
  return {
    version: query.get('_') ?? '',
    parentOrigin: query.get('parentOrigin') ?? '',
    frameEditorId: query.get('frameEditorId') ?? '',
  };
}
