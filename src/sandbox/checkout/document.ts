import { html } from 'hono/html';

/** A piece of HTML in which every value is escaped. */
export type Markup = ReturnType<typeof html>;

/** The style of the plain pages; a file of its own, so that their policy allows no inline style. */
export const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; padding: 1.5rem 1rem; background: Canvas; color: CanvasText }
main { max-width: 26rem; margin: 0 auto; display: grid; gap: 1rem }
h1 { margin: 0; font-size: 1.25rem } h2 { margin: 0; font-size: 2rem } p { margin: 0 }
ul { list-style: none; margin: 0; padding: 0 } li { display: flex; justify-content: space-between; gap: 1rem }
form { display: grid; gap: 0.75rem } fieldset { border: 1px solid #8a8a8a; border-radius: 6px; display: grid; gap: 0.5rem }
label { display: grid; gap: 0.25rem } label.choice { display: flex; gap: 0.5rem; align-items: center }
input:not([type=radio]) { font: inherit; padding: 0.5rem; border: 1px solid #767676; border-radius: 6px }
button { font: inherit; padding: 0.75rem 1rem; border: 1px solid #1f5fbf; border-radius: 6px; background: #1f5fbf; color: #fff; cursor: pointer }
button.other { background: Canvas; color: CanvasText }
.mark { font-size: 0.8rem } [role=alert] { border-inline-start: 4px solid #c0392b; padding-inline-start: 0.75rem }
:focus-visible { outline: 3px solid #7aa7ea; outline-offset: 2px }
.card, .sepa_debit, .us_bank_account { display: none }
form:has(#pm-card:checked) .card, form:has(#pm-sepa_debit:checked) .sepa_debit,
form:has(#pm-us_bank_account:checked) .us_bank_account { display: grid; gap: 0.75rem }
@supports not selector(:has(a)) { .card, .sepa_debit, .us_bank_account { display: grid; gap: 0.75rem } }
`;

// No script, and no form-action: Chromium applies that to where the merchant's return URL redirects to.
const POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'none'; img-src 'none'";

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/** One plain page, without a script. */
export async function pageResponse(status: number, title: string, body: Markup): Promise<Response> {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="stylesheet" href="/c/style.css" />
      </head>
      <body>
        <main>
          ${body}
          <p class="mark">Sandbox: no money moves, and no bank is asked.</p>
        </main>
      </body>
    </html>`;
  return new Response((await page).toString(), { status, headers: HEADERS });
}

/** The style sheet of the plain pages. */
export function styleResponse(): Response {
  const headers = {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  };
  return new Response(STYLE, { headers });
}

/** A redirect after a form was posted. */
export const seeOther = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
