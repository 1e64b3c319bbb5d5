/** The script of `/frames/express`, the frame of the Express Checkout Element: the button of the sandbox's one wallet. */
import type { ExpressOptions, FromElement, ToExpress } from './protocol.js';
import { openLink } from './protocol.js';

const address = new URLSearchParams(location.hash.slice(1));
const main = document.createElement('main');
const button = document.createElement('button');
button.type = 'button';
button.setAttribute('aria-label', 'Pay with Sandbox Wallet');
button.textContent = 'Sandbox Wallet';

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  html, body { margin: 0; background: transparent; overflow: hidden }
  main { padding: 4px; box-sizing: border-box }
  button { display: block; box-sizing: border-box; width: 100%; border: 0; border-radius: 4px; background: #00d66f;
    color: #011e0f; font: 600 16px/1 system-ui, sans-serif; cursor: pointer }
  button[hidden] { display: none }
  button:hover { background: #00bf63 }
  button:focus-visible { outline: 2px solid #011e0f; outline-offset: -4px }
`);
document.adoptedStyleSheets = [sheet];

const link = openLink<FromElement, ToExpress>(
  address.get('element') ?? '',
  address.get('page') ?? '',
  () => window.parent,
  receive,
);

const height = (): number => (button.hidden ? 1 : main.getBoundingClientRect().height);

function show({ shown, buttonHeight, radius, locale = 'auto', dir }: ExpressOptions): void {
  button.hidden = !shown;
  button.style.height = `${buttonHeight}px`;
  button.style.borderRadius = radius;
  document.documentElement.lang = locale === 'auto' ? navigator.language : locale;
  if (dir) document.documentElement.dir = dir;
}

function receive(message: ToExpress): void {
  switch (message.type) {
    case 'init':
      show(message.options);
      main.append(button);
      document.body.append(main);
      return link.send({ type: 'ready', height: height() });
    case 'update':
      show(message.options);
      return link.send({ type: 'height', height: height() });
    case 'focus':
      return button.focus();
    case 'blur':
      return button.blur();
    case 'clear':
      // There is nothing to be typed.
      return;
  }
}

button.addEventListener('click', () => link.send({ type: 'press' }));
button.addEventListener('focus', () => link.send({ type: 'focus' }));
button.addEventListener('blur', () => link.send({ type: 'blur' }));
button.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') link.send({ type: 'escape' });
});

document.title = 'Sandbox';
link.send({ type: 'hello' });
