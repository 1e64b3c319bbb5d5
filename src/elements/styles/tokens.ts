/**
 * The public tokens with their defaults, and what is derived from them. A host sets `--pay-*` and nothing else;
 * names that begin with `--_` are private. Defaults follow the `color-scheme` in force where the element stands,
 * so that they are dark where the page is, and the page's own tokens always win.
 */
import { css } from 'lit';

export const tokens = css`
  :host {
    --_accent: var(--pay-color-accent, #2f4bd6);
    --_text: var(--pay-color-text, #16181d);
    --_surface: var(--pay-color-surface, #fff);
    --_muted: var(--pay-color-muted, #5b6270);
    --_danger: var(--pay-color-danger, #b3261e);
    --_success: var(--pay-color-success, #17734a);
    --_on-accent: var(--_surface);
    --_font: var(--pay-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', sans-serif);
    --_u: var(--pay-space, 4px);
    --_control: calc(var(--_u) * 11);
    --_round: calc(var(--pay-radius, 12px) * 0.8334);
    --_round-mark: calc(var(--pay-radius, 12px) / 2);
    --_line: color-mix(in oklab, var(--_text) 11%, var(--_surface));
    --_soft: color-mix(in oklab, var(--_text) 24%, var(--_surface));
    --_edge: color-mix(in oklab, var(--_text) 44%, var(--_surface));
    --_tint: color-mix(in oklab, var(--_text) 4%, var(--_surface));
    --_fill: color-mix(in oklab, var(--_text) 9%, var(--_surface));
    --_ring: var(
      --pay-focus-ring,
      0 0 0 2px var(--_surface),
      0 0 0 5px color-mix(in oklab, var(--_accent) 68%, var(--_surface))
    );
    --_fast: 120ms cubic-bezier(0.2, 0, 0, 1);
    --_calm: 200ms cubic-bezier(0.2, 0, 0, 1);
    /* What a host's text is like (white-space, text-align, letter-spacing, …) is not what ours is like. */
    all: initial;
    color-scheme: inherit;
    visibility: inherit;
    pointer-events: inherit;
    display: block;
    min-inline-size: 0;
    color: var(--_text);
    font: 400 15px/22px var(--_font);
    -webkit-font-smoothing: antialiased;
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]) {
    display: none;
  }
  @supports (color: light-dark(red, red)) {
    :host {
      --_accent: var(--pay-color-accent, light-dark(#2f4bd6, #9aaaff));
      --_text: var(--pay-color-text, light-dark(#16181d, #f0f1f4));
      --_surface: var(--pay-color-surface, light-dark(#fff, #17191f));
      --_muted: var(--pay-color-muted, light-dark(#5b6270, #a3a9b6));
      --_danger: var(--pay-color-danger, light-dark(#b3261e, #ff9d94));
      --_success: var(--pay-color-success, light-dark(#17734a, #74d3a0));
    }
  }
  /* Black or white: whichever has 4.5:1 on the accent, told by its luminance. */
  @supports (color: color(from red xyz x y z)) {
    :host {
      --_on-accent: color(
        from var(--_accent) xyz clamp(0, (0.18 - y) * 9999, 0.9505) clamp(0, (0.18 - y) * 9999, 1)
          clamp(0, (0.18 - y) * 9999, 1.089)
      );
    }
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  p,
  dl,
  dd {
    margin: 0;
  }
  strong {
    font-weight: 600;
  }
  /* Words of the other direction keep it, and stand where the rest does. */
  bdi {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  svg {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .onward:dir(rtl) {
    transform: scaleX(-1);
  }
  :focus-visible:not(dialog, input) {
    /* Seen in forced colours only, where no shadow is drawn. */
    outline: 2px solid transparent;
    outline-offset: 2px;
    box-shadow: var(--_ring);
  }
  /* What breathes while something loads; the ghost stands where a pill will be. */
  .bar {
    display: block;
    background: var(--_fill);
    animation: breathe 1.6s ease-in-out infinite;
  }
  .ghost {
    inline-size: 208px;
    max-inline-size: 100%;
    block-size: var(--_control);
    border-radius: calc(var(--_control) / 2);
  }
  @keyframes breathe {
    50% {
      opacity: 0.45;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  .label,
  .who,
  .line,
  .under,
  .text {
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
    text-wrap: pretty;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
