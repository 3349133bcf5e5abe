import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/** What a quick look at a file remembers of it; enough to tell what it is without keeping it. */
export interface ProbedContent {
  readonly size: number;
  readonly sha256: string;
  /** the first bytes */
  readonly head: Buffer;
  /** the last bytes, where a zip file has its list of entries */
  readonly tail: Buffer;
  /** stream names found in a compound (OLE2) file */
  readonly compoundStreams: ReadonlySet<string>;
}

const HEAD_BYTES = 4096;
const TAIL_BYTES = 1024 * 1024;
const COMPOUND_SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const COMPOUND_STREAMS = ['EncryptedPackage', 'WordDocument', 'Workbook', 'PowerPoint Document'];
const STREAM_NAMES = COMPOUND_STREAMS.map((name) => ({ name, bytes: Buffer.from(name, 'utf16le') }));
const LONGEST_NAME = Math.max(...STREAM_NAMES.map(({ bytes }) => bytes.length));

/** Lets a file through while it measures it. Memory use does not depend on the size of the file. */
export class ContentProbe extends Transform {
  private readonly hash = createHash('sha256');
  private readonly found = new Set<string>();
  private size = 0;
  private head: Buffer = Buffer.alloc(0);
  private tail: Buffer = Buffer.alloc(0);
  private pendingTail: Buffer[] = [];
  private pendingBytes = 0;
  private isCompound = false;

  /** `tooLarge` makes the error of a file that has more than `limit` bytes. */
  constructor(
    private readonly limit: number,
    private readonly tooLarge: (atLeast: number) => Error,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.size += chunk.length;
    if (this.size > this.limit) {
      done(this.tooLarge(this.size));
      return;
    }
    this.hash.update(chunk);
    if (this.head.length < HEAD_BYTES) {
      this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES - this.head.length)]);
      this.isCompound = this.head.subarray(0, 8).equals(COMPOUND_SIGNATURE);
    }
    if (this.isCompound) this.findStreamNames(chunk);
    this.pendingTail.push(chunk);
    this.pendingBytes += chunk.length;
    if (this.pendingBytes >= TAIL_BYTES) this.foldTail();
    done(null, chunk);
  }

  /** To be read when the whole file has passed. */
  result(): ProbedContent {
    this.foldTail();
    return {
      size: this.size,
      sha256: this.hash.digest('hex'),
      head: this.head,
      tail: this.tail,
      compoundStreams: this.found,
    };
  }

  private foldTail(): void {
    const all = Buffer.concat([this.tail, ...this.pendingTail]);
    // a copy, so that the large buffer can go
    this.tail = Buffer.from(all.subarray(Math.max(0, all.length - TAIL_BYTES)));
    this.pendingTail = [];
    this.pendingBytes = 0;
  }

  /** A name may lie across two chunks. */
  private findStreamNames(chunk: Buffer): void {
    const last = this.pendingTail.at(-1) ?? this.tail;
    const window = Buffer.concat([last.subarray(Math.max(0, last.length - LONGEST_NAME)), chunk]);
    for (const { name, bytes } of STREAM_NAMES) if (window.includes(bytes)) this.found.add(name);
  }
}
