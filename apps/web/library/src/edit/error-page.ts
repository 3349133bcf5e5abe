import { messages } from '../messages.js';

/** Replaces the editor by a plain page that says what is wrong and what can be done. */
export function showErrorPage(stage: HTMLElement, sentence: string): void {
  document.title = messages.editTitle(messages.cannotOpen);
  const card = document.createElement('section');
  card.className = 'error-card';
  card.setAttribute('role', 'alert');
  card.append(textOf('h1', messages.cannotOpen), textOf('p', sentence), buttons());
  stage.replaceChildren(card);
}

function buttons(): HTMLElement {
  const row = document.createElement('p');
  row.className = 'error-buttons';
  const back = textOf('a', messages.backToLibrary);
  back.className = 'button button-primary';
  back.setAttribute('href', './');
  const again = textOf('button', messages.tryAgain);
  again.className = 'button';
  again.addEventListener('click', () => location.reload());
  row.append(back, again);
  return row;
}

function textOf(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
