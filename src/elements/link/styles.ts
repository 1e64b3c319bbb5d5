/** A link: its address, what copies it, and its QR code. The invoice's operator sees the same. */
import { css } from 'lit';

export const linkParts = css`
  .address {
    min-inline-size: 0;
    overflow: hidden;
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
    font-size: 13px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .copier {
    display: contents;
  }
  .problem {
    color: var(--_danger);
    font-size: 13px;
    line-height: 20px;
    text-wrap: pretty;
  }
  .problem:empty {
    display: none;
  }
  /* A scanner needs black on white, whatever the page is like. */
  .qr {
    inline-size: 132px;
    block-size: 132px;
    margin: 0;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: var(--_round);
    background: #fff;
    forced-color-adjust: none;
  }
  .code {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    fill: #000;
    stroke: none;
    color: #000 !important;
  }
`;

export const link = css`
  .link {
    display: grid;
    gap: calc(var(--_u) * 3);
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_u) * 1) calc(var(--_u) * 3);
  }
  .to {
    position: relative;
    min-inline-size: 0;
    border-radius: 2px;
    color: var(--_accent);
    font-weight: 500;
    text-decoration: underline;
    text-decoration-color: color-mix(in oklab, currentColor 35%, transparent);
    text-underline-offset: 3px;
    overflow-wrap: anywhere;
  }
  .to:hover {
    text-decoration-color: currentColor;
  }
  /* The target is 44 px, the words are not. */
  .to::after {
    content: '';
    position: absolute;
    inset: -11px -4px;
  }
  .to[aria-disabled='true'] {
    color: var(--_muted);
    text-decoration: none;
  }
  .sum {
    margin-inline-start: auto;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .link .address {
    text-align: -webkit-match-parent;
    text-align: match-parent;
    color: var(--_muted);
    line-height: 20px;
  }
  .link > * {
    min-inline-size: 0;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_u) * 2);
  }
  .ways .button {
    flex: 0 1 auto;
  }
  .link .qr {
    inline-size: 196px;
    block-size: 196px;
    max-inline-size: 100%;
    animation: appear var(--_calm);
  }
  .ended > :first-child {
    display: flex;
    flex: 1 1 0;
    gap: calc(var(--_u) * 2);
    min-inline-size: 0;
    font-weight: 500;
  }
  .ended + .top {
    margin-block-start: calc(var(--_u) * -2);
  }
  .ended svg {
    margin-block-start: 1px;
    color: var(--_muted);
  }
  .ended .good {
    color: var(--_success);
  }
`;
