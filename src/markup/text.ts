/** Segments → text, for channels that show no buttons. */

/** What is needed of a segment: a text, or a request that was made and has an address. */
export type PayableSegment =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'request'; readonly label: string; readonly request: { readonly payUrl: string } };

/** Behind an address: the end, a space, or punctuation that phones leave out of links. */
const endsLink = /^[.,;:!?)\]}'"»”’…]*(?:\s|$)/u;

/**
 * The message with `label: payUrl` in each button's place. A space is added behind an address that the text would
 * otherwise run on into, so that the link stays whole.
 */
export function textForSms(segments: readonly PayableSegment[]): string {
  let message = '';
  let afterLink = false;
  for (const segment of segments) {
    const piece = segment.type === 'text' ? segment.text : `${segment.label}: ${segment.request.payUrl}`;
    if (!piece) continue;
    message += afterLink && !endsLink.test(piece) ? ` ${piece}` : piece;
    afterLink = segment.type === 'request';
  }
  return message;
}
