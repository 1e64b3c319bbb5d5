/** One icon, one sentence, at most one thing to do: notices, ends, and the business's own bubble. */
import { css } from 'lit';

export const status = css`
  .status {
    display: flex;
    gap: calc(var(--_u) * 3);
    margin-block-start: calc(var(--_u) * 4);
  }
  .status:first-child {
    margin-block-start: 0;
  }
  .status,
  .link {
    border-radius: 2px;
  }
  .status:focus:not(:focus-visible) {
    outline: none;
  }
  .status > svg {
    margin-block-start: 1px;
    color: var(--_muted);
  }
  .title {
    font-weight: 500;
    text-wrap: pretty;
  }
  .title + .text {
    margin-block-start: 2px;
  }
  .head + .status {
    margin-block-start: calc(var(--_u) * 2);
  }
  .notice {
    padding: calc(var(--_u) * 3);
    border-radius: var(--_round);
    background: var(--_tint);
  }
  .bad {
    background: color-mix(in oklab, var(--_danger) 7%, var(--_surface));
  }
  .status.bad > svg {
    color: var(--_danger);
  }
  .small .amount {
    margin-block-start: 2px;
    font-size: 22px;
    line-height: 28px;
    letter-spacing: -0.012em;
  }
  .under .good {
    color: var(--_success);
  }
  .contact {
    margin-block-start: calc(var(--_u) * 3);
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  .link {
    position: relative;
    color: var(--_accent);
    font-weight: 500;
    text-decoration: underline;
    text-decoration-color: color-mix(in oklab, currentColor 35%, transparent);
    text-underline-offset: 3px;
  }
  .link:hover {
    text-decoration-color: currentColor;
  }
  /* The target is 44 px, the words are not. */
  .link::after {
    content: '';
    position: absolute;
    inset: -12px -4px;
  }
  @media (forced-colors: active) {
    .notice {
      border: 1px solid CanvasText;
    }
  }
`;
