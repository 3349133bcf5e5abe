import { readFrameQuery } from '../../../frame-protocol/frame-address.js';
import {
  readCommand,
  type CommandMessage,
  type FrameEvent,
  type FrameEvents,
} from '../../../frame-protocol/messages.js';

/** The frame's end of the conversation with the integrator's page. */
export class ParentPage {
  private readonly address = readFrameQuery(location.search);

  constructor(private readonly onCommand: (message: CommandMessage) => void) {
    window.addEventListener('message', this.receive);
  }

  tell<E extends FrameEvent>(event: E, data: FrameEvents[E]): void {
    const { frameEditorId } = this.address;
    window.parent.postMessage(JSON.stringify({ event, data, frameEditorId }), this.targetOrigin);
  }

  /** Pages opened from a file have no origin that could be named. */
  private get targetOrigin(): string {
    const { parentOrigin } = this.address;
    return /^https?:\/\//.test(parentOrigin) ? parentOrigin : '*';
  }

  private readonly receive = (message: MessageEvent): void => {
    const isFromParent = message.source === window.parent;
    const isFromOrigin = this.targetOrigin === '*' || message.origin === this.targetOrigin;
    if (!isFromParent || !isFromOrigin) return;
    const command = readCommand(message.data);
    if (command) this.onCommand(command);
  };
}
