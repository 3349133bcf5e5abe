const PING_EVERY = 10_000;
const ANSWER_WITHIN = 15_000;

/**
 * Notices a dead connection: sends a ping every ten seconds and gives up when fifteen seconds later still nothing came
 * back. Counted from the ping and not from the last frame, because timers of background tabs fire late.
 */
export class Heartbeat {
  private timer: ReturnType<typeof setInterval> | undefined;
  private pingedAt: number | null = null;

  constructor(
    private readonly ping: () => void,
    private readonly dead: () => void,
  ) {}

  start(): void {
    this.stop();
    this.timer = setInterval(() => this.beat(), PING_EVERY / 2);
    this.lastPing = Date.now();
  }

  stop(): void {
    clearInterval(this.timer);
    this.pingedAt = null;
  }

  /** Any frame proves that the connection lives. */
  alive(): void {
    this.pingedAt = null;
  }

  private lastPing = 0;

  private beat(): void {
    const now = Date.now();
    if (this.pingedAt !== null && now - this.pingedAt >= ANSWER_WITHIN) {
      this.stop();
      this.dead();
    } else if (this.pingedAt === null && now - this.lastPing >= PING_EVERY) {
      this.lastPing = now;
      this.pingedAt = now;
      this.ping();
    }
  }
}
