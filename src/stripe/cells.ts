/** How the home of the three card fields lies over the element's own cells. */
import type { FieldName } from '../session/form.js';
import { fieldNames } from './fields.js';
import type { Layout } from './mount.js';

/** The number above, expiry and code below. */
export const cells: Layout<FieldName> = {
  names: fieldNames,
  style({ cell, direction }) {
    const { rowHeight, paddingInline, paddingBlockStart, fieldHeight, endInset, gap } = cell;
    return {
      root: { display: 'grid', 'grid-template': `${rowHeight}px ${rowHeight}px / 1fr 1fr`, gap: `${gap}px` },
      cell: (at) => ({
        'grid-area': ['1 / 1 / 2 / 3', '2 / 1', '2 / 2'][at] ?? '',
        padding: `${paddingBlockStart}px 0 0`,
        'padding-inline': `${paddingInline}px ${endInset}px`,
        cursor: 'text',
        direction,
      }),
      // Card digits run from left to right everywhere.
      container: { height: `${fieldHeight}px`, direction: 'ltr' },
    };
  },
};
