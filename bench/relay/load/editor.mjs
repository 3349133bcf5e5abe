import { UpdateSource } from './yjs-updates.mjs';

/** @typedef {import('./ledger.mjs').Ledger} Ledger */

/**
 * One editor window: what is the same for every server. The connection of a server (bench/relay/servers) hands frames
 * and acknowledgements to it and takes changes from it.
 */
export class Editor {
  #source;
  /** changes that wait for their acknowledgement, oldest first */
  #waiting = /** @type {number[]} */ ([]);
  /** @type {(update: Uint8Array) => void} */
  deliver = () => undefined;
  /** @type {() => void} */
  close = () => undefined;

  /**
   * @param {Ledger} ledger
   * @param {number} document
   * @param {number} member
   */
  constructor(ledger, document, member) {
    this.ledger = ledger;
    this.document = document;
    this.member = member;
    this.#source = new UpdateSource(member);
  }

  type() {
    const id = this.ledger.send(this);
    this.#waiting.push(id);
    this.deliver(this.#source.next(id));
  }

  /** @param {Buffer} frame */
  received(frame) {
    this.ledger.receive(frame, this);
  }

  /** @param {number} count of the oldest changes that were not acknowledged yet */
  acknowledged(count) {
    for (const id of this.#waiting.splice(0, count)) this.ledger.acknowledge(id);
  }
}

/**
 * Connects the editors of the documents [from, to), a few at a time.
 *
 * @param {import('../servers/server.mjs').RunningServer} server
 * @param {Ledger} ledger
 * @param {number} from
 * @param {number} to
 * @param {number} [editorsPerDocument]
 */
export async function connectEditors(server, ledger, from, to, editorsPerDocument = 2) {
  const editors = [];
  for (let document = from; document < to; document++) {
    for (let member = 0; member < editorsPerDocument; member++) {
      editors.push(new Editor(ledger, document, member));
    }
  }
  const queue = editors.values();
  const connectAll = async () => {
    for (const editor of queue) await server.connect(editor);
  };
  await Promise.all(Array.from({ length: 32 }, connectAll));
  return editors;
}
