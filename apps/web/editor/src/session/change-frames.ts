import { MAX_CHANGES_PER_FRAME, type OutgoingChange } from '#libs/protocol';

/** Below the server's `websocketMaxPayloadSize` of 1.5 MB, with room for the ids. */
const MAX_FRAME_BYTES = 1_400_000;

/**
 * Packs changes into as few frames as the limits allow, in their order. A single change above the limit travels alone:
 * whether it is too large is the server's decision, and it answers with a reason.
 */
export function intoFrames(
  changes: readonly OutgoingChange[],
  maxBytes = MAX_FRAME_BYTES,
): OutgoingChange[][] {
  const frames: OutgoingChange[][] = [];
  let frame: OutgoingChange[] = [];
  let bytes = 0;
  for (const change of changes) {
    const size = change.update.length + change.clientId.length + 16;
    if (frame.length > 0 && (bytes + size > maxBytes || frame.length >= MAX_CHANGES_PER_FRAME)) {
      frames.push(frame);
      frame = [];
      bytes = 0;
    }
    frame.push(change);
    bytes += size;
  }
  if (frame.length > 0) frames.push(frame);
  return frames;
}
