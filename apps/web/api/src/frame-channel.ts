import {
  readEvent,
  type EventMessage,
  type FrameCommand,
  type FrameCommands,
} from '../../frame-protocol/messages.js';

/** The page's end of the conversation with one editor frame. Several may exist on a page. */
export class FrameChannel {
  private readonly origin: string;

  constructor(
    private readonly frame: HTMLIFrameElement,
    private readonly frameEditorId: string,
    private readonly onEvent: (message: EventMessage) => void,
  ) {
    this.origin = new URL(frame.src, location.href).origin;
    window.addEventListener('message', this.receive);
  }

  send<C extends FrameCommand>(command: C, data: FrameCommands[C]): void {
    this.frame.contentWindow?.postMessage(JSON.stringify({ command, data }), this.origin);
  }

  close(): void {
    window.removeEventListener('message', this.receive);
  }

  private readonly receive = (message: MessageEvent): void => {
    if (message.source !== this.frame.contentWindow || message.origin !== this.origin) return;
    const event = readEvent(message.data);
    if (event?.frameEditorId === this.frameEditorId) this.onEvent(event);
  };
}
