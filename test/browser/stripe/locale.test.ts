import { expect } from '@open-wc/testing';
import { toLocale } from '../../../src/stripe/locale.js';

describe('the language of the fields', () => {
  for (const [tag, locale] of [
    ['de', 'de'],
    ['de-AT', 'de'],
    ['en-gb', 'en-GB'],
    ['es-MX', 'es'],
    ['fr-CA-x-quebec', 'fr-CA'],
    ['zh-Hant-HK', 'zh'],
    ['tlh', 'auto'],
    ['', 'auto'],
    ['-', 'auto'],
  ] as const)
    it(`is ${locale} for ${tag || 'nothing'}`, () => expect(toLocale(tag)).to.equal(locale));
});
