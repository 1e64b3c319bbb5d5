/** The receipt, on screen and on paper. */
import { css } from 'lit';

export const receipt = css`
  .receipt {
    animation: appear var(--_calm);
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  .who {
    margin-block-start: 2px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
  }
  .foot {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-block: calc(var(--_u) * 2) calc(var(--_u) * -2);
    margin-inline-start: calc(var(--_u) * -3);
  }
  .ghost {
    inline-size: 208px;
    max-inline-size: 100%;
    block-size: var(--_control);
    border-radius: calc(var(--_control) / 2);
  }
  .paper {
    max-inline-size: 480px;
    padding: 24px;
  }
  @media print {
    :host {
      color-scheme: light;
    }
    .foot {
      display: none;
    }
  }
`;
