import { createRoot } from 'react-dom/client';
import type { CommandMessage } from '../../frame-protocol/messages.js';
import { FrameApp } from './frame/frame-app.js';
import { ParentPage } from './frame/parent-page.js';
import { watchPage } from './frame/page-life.js';
import { browserPorts, preloadSurface } from './session/browser-ports.js';
import { App } from './shell/app.js';

const page = new ParentPage((message: CommandMessage) => {
  if (message.command === 'init') preloadSurface(message.data.documentType);
  app.obey(message);
});
const app = new FrameApp((event, data) => page.tell(event, data), browserPorts);

watchPage(app);
const container = document.getElementById('app');
if (container) {
  createRoot(container).render(<App app={app} />);
}
page.tell('onAppReady', null);
