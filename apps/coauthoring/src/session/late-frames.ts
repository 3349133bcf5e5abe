/** Longer than the pause between two changes of somebody who types, so that most late frames find company. */
const LATEST_MS = 250;

/** A connection, as far as it matters here. */
interface LateSender {
  sendLate(): void;
}

const waiting = new Set<LateSender>();

/** One timer for all connections: their late frames leave when it rings, unless they left before with other frames. */
export function sendLateFramesSoon(connection: LateSender): void {
  if (waiting.size === 0) setTimeout(sendAll, LATEST_MS).unref();
  waiting.add(connection);
}

function sendAll(): void {
  const connections = [...waiting];
  waiting.clear();
  for (const connection of connections) connection.sendLate();
}
