import { expect } from '@open-wc/testing';
import { toLocale } from '../../../src/stripe/locale.js';

describe('the language of the fields', () => {
  for (const [tag, locale] of [
    ['de', 'de'],
    ['de-AT', 'de'],
    ['en-gb', 'en-GB'],
    ['es-MX', 'es'],
    ['fr-CA-x-quebec', 'fr-CA'],
    ['zh-Hant-HK', 'zh-HK'],
    ['zh-Hant-TW', 'zh-TW'],
    ['zh_TW', 'zh-TW'],
    ['zh-Hant', 'zh-TW'],
    ['zh', 'zh'],
    ['fr', 'fr'],
    ['pt_BR', 'pt-BR'],
    ['de_DE.UTF-8', 'de'],
    ['iw', 'he'],
    ['no', 'no'],
    ['nn-NO', 'no'],
    ['auto', 'auto'],
    ['de-x-mtfrom-en', 'de'],
    ['tlh', 'auto'],
    ['', 'auto'],
    ['-', 'auto'],
  ] as const)
    it(`is ${locale} for ${tag || 'nothing'}`, () => expect(toLocale(tag)).to.equal(locale));
});
