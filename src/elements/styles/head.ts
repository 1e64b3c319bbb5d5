/** What leads: label, mark and amount, in the same place from open to receipt. */
import { css } from 'lit';

export const head = css`
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_u) * 3);
    min-block-size: 20px;
  }
  .label {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .amount {
    font-size: 34px;
    font-weight: 600;
    line-height: 40px;
    letter-spacing: -0.022em;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .head + .amount {
    margin-block-start: var(--_u);
  }
  .quiet {
    padding-inline: calc(var(--_u) * 3);
    background: transparent;
    color: var(--_muted);
    font-weight: 500;
  }
  .quiet:hover {
    background: var(--_tint);
    color: var(--_text);
  }
  .quiet[aria-disabled='true'] {
    background: transparent;
    color: var(--_muted);
    opacity: 0.6;
  }
  .brand {
    inline-size: 30px;
    block-size: 20px;
    color: var(--_muted);
    stroke-width: 1.25;
  }
  .facts {
    margin-block-start: calc(var(--_u) * 4);
    border-block-start: 1px solid var(--_line);
  }
  .facts > div {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_u) * 4);
    min-block-size: 40px;
    padding-block: 9px;
    border-block-end: 1px solid var(--_line);
    font-size: 13px;
    line-height: 20px;
  }
  .facts dt {
    flex: none;
    color: var(--_muted);
  }
  .facts dd {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2);
    min-inline-size: 0;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    text-align: end;
    overflow-wrap: anywhere;
  }
  .facts .total > * {
    color: var(--_text);
    font-weight: 600;
  }
`;
