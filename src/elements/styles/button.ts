/** Buttons, the mark of test mode, what breathes while something loads. One filled button: the next step. */
import { css } from 'lit';

export const button = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: calc(var(--_u) * 2);
    min-inline-size: var(--_control);
    min-block-size: var(--_control);
    margin: 0;
    padding: calc(var(--_u) * 2) calc(var(--_u) * 5);
    border: 1px solid transparent;
    border-radius: var(--_round);
    outline: none;
    background: var(--_accent);
    color: var(--_on-accent);
    font: 600 15px/20px var(--_font);
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition:
      background-color var(--_fast),
      border-color var(--_fast),
      color var(--_fast);
  }
  .button:hover {
    background: color-mix(in oklab, var(--_accent) 90%, var(--_text));
  }
  .button:focus-visible,
  .focusable:focus-visible {
    /* Seen in forced colours only, where no shadow is drawn. */
    outline: 2px solid transparent;
    outline-offset: 2px;
    box-shadow: var(--_ring);
  }
  .button[aria-disabled='true'] {
    background: var(--_fill);
    color: var(--_muted);
    cursor: default;
  }
  .button[aria-busy='true'] {
    background: var(--_accent);
    color: var(--_on-accent);
    cursor: progress;
  }
  .second {
    border-color: var(--_soft);
    background: transparent;
    color: var(--_text);
    font-weight: 500;
  }
  .second:hover {
    background: var(--_tint);
  }
  .mark {
    flex: none;
    padding: 1px 7px;
    border: 1px dashed var(--_edge);
    border-radius: var(--_round-mark);
    color: var(--_muted);
    font-size: 12px;
    font-weight: 500;
    line-height: 16px;
    white-space: nowrap;
  }
  .bar {
    display: block;
    background: var(--_fill);
    animation: breathe 1.6s ease-in-out infinite;
  }
  @keyframes breathe {
    50% {
      opacity: 0.45;
    }
  }
  @media (forced-colors: active) {
    .button {
      border-color: ButtonBorder;
    }
    .button:not(.second, .quiet, [aria-disabled='true']) {
      forced-color-adjust: none;
      background: ButtonText;
      color: ButtonFace;
    }
    .button[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
    }
    .bar {
      background: GrayText;
    }
    /* Icons keep the colours they were given, unless they are told. */
    svg {
      color: inherit !important;
    }
  }
  @media print {
    .button {
      display: none;
    }
  }
`;
