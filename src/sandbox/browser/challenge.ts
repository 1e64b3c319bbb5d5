/** The script of `/challenge` (in a frame over the page) and of `/redirect` (a page of its own): the bank's question. */
import type { FromChallenge } from './protocol.js';
import { openLink } from './protocol.js';

const query = new URLSearchParams(location.search);
const address = new URLSearchParams(location.hash.slice(1));
const target = `/_sandbox/challenge/${encodeURIComponent(query.get('payment_intent') ?? '')}`;
const redirected = location.pathname.endsWith('/redirect');

const link = openLink<FromChallenge, never>(
  address.get('element') ?? '',
  address.get('page') ?? '',
  () => (redirected ? null : window.parent),
  () => undefined,
);

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  html { background: rgb(0 0 0 / 0.45); font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center }
  form { box-sizing: border-box; width: min(26rem, 92vw); padding: 1.5rem; border-radius: 8px; background: #fff;
    box-shadow: 0 12px 40px rgb(0 0 0 / 0.35); display: grid; gap: 0.75rem }
  h1 { margin: 0; font-size: 1.15rem } p { margin: 0 } p.mark { color: #8a5a00; font-size: 0.8rem }
  button { font: inherit; padding: 0.6rem 1rem; border-radius: 6px; border: 1px solid #767676; background: #fff; cursor: pointer }
  button[value='authorize'] { background: #1f5fbf; border-color: #1f5fbf; color: #fff }
  :focus-visible { outline: 3px solid #7aa7ea; outline-offset: 2px }
`);
document.adoptedStyleSheets = [sheet];

function leave(): void {
  if (redirected) history.back();
  else link.send({ type: 'close' });
}

/** In a frame the outcome is posted from here; any answer settles it, since the page reads the intent afterwards. */
async function decide(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) if (typeof value === 'string') body.append(name, value);
  const buttons = form.querySelectorAll('button');
  for (const button of buttons) button.disabled = true;
  try {
    await fetch(target, { method: 'POST', body });
    link.send({ type: 'done' });
  } catch {
    for (const button of buttons) button.disabled = false;
    const status = form.querySelector('[role=status]');
    if (status) status.textContent = 'The answer did not arrive. Please try again.';
  }
}

const form = document.querySelector('form');
if (form) {
  form.method = 'post';
  form.action = target;
  const fields = {
    client_secret: query.get('client_secret') ?? '',
    key: query.get('key') ?? '',
    ...(redirected && { redirect: '1' }),
  };
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  }
  form.addEventListener('submit', (event) => {
    if (redirected) return;
    event.preventDefault();
    void decide(form, event.submitter);
  });
  form.querySelector('#close')?.addEventListener('click', leave);
  form.querySelector('button')?.focus();
}
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !redirected) leave();
});
link.send({ type: 'hello' });
