/** The receipt, on screen and on paper. */
import { css } from 'lit';

export const receipt = css`
  .receipt {
    animation: appear var(--_calm);
  }
  .who {
    margin-block-start: 2px;
  }
  .foot {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-block: calc(var(--_u) * 2) calc(var(--_u) * -2);
    margin-inline-start: calc(var(--_u) * -3);
  }
  .facts > .bought {
    display: var(--_bought, flex);
  }
  .paper {
    max-inline-size: 480px;
    padding: 24px;
  }
  /* Its border is seen there, and stands in line with the rows. */
  @media (forced-colors: active) {
    .foot {
      margin-inline-start: 0;
      margin-block-end: 0;
    }
  }
  @media print {
    :host {
      color-scheme: light;
    }
    /* The button is gone; the mark of test mode stays. */
    .foot {
      margin-inline-start: 0;
    }
  }
`;
