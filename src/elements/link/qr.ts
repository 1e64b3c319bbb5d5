/** A QR code of a link, drawn by us from the modules that a library computes: no markup is ever parsed. */
import { html, type TemplateResult } from 'lit';
import { encode } from 'uqr';

/** ISO/IEC 18004 asks for four modules of white around the code. */
const QUIET_ZONE = 4;

/**
 * The code of `text` as a picture named `name`: black on white in dark mode too, as a scanner needs it. Null where no code
 * can hold it, which is beyond 2,331 bytes: a link stays a link.
 */
export function renderQr(text: string, name: string): TemplateResult | null {
  const code = codeOf(text);
  if (!code) return null;
  const { size, data } = code;
  return html`<svg
    class="code"
    viewBox="0 0 ${size} ${size}"
    shape-rendering="crispEdges"
    role="img"
    aria-label=${name}
  >
    <title>${name}</title>
    <path d=${data.map(pathOf).join('')} />
  </svg>`;
}

function codeOf(text: string): ReturnType<typeof encode> | null {
  try {
    return encode(text, { ecc: 'M', border: QUIET_ZONE });
  } catch {
    // The library has this one refusal.
    return null;
  }
}

/** Each run of black modules in a row as one bar. */
function pathOf(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue;
    let length = 1;
    while (row[x + length]) length++;
    path += `M${x} ${y}h${length}v1h-${length}z`;
    x += length;
  }
  return path;
}
