import { choosePort, isFree } from './ports.mjs';

/**
 * The port of the pages. A port nobody asked for is chosen again when another program took it before we did.
 *
 * @param {import('./launch-context.mjs').LaunchContext} context
 */
export async function pagePort({ env, terminal, board }) {
  const choose = async () => {
    const choice = await choosePort(env.PORT);
    if (choice.note) terminal.say(choice.note);
    board.serveAt(`http://localhost:${choice.port}/`);
    return choice;
  };
  let chosen = await choose();
  const port = async () => String(chosen.port);
  const freePort = async () => {
    if (!chosen.explicit && board.state === 'starting' && !(await isFree(chosen.port)))
      chosen = await choose();
    return port();
  };
  return { port, freePort };
}
