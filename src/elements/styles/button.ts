/** Buttons, and the mark of test mode. One filled button: the next step. */
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
  @media (forced-colors: active) {
    .button {
      border-color: ButtonBorder;
    }
    .button:not(.second, .quiet, [aria-disabled='true']),
    .button[aria-busy='true'] {
      forced-color-adjust: none;
      background: ButtonText;
      color: ButtonFace;
    }
    .button[aria-disabled='true']:not([aria-busy='true']) {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
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
