/** A few countries of the test cards and accounts; Stripe has them all. */
const COUNTRIES = ['AT', 'AU', 'BE', 'BR', 'CA', 'CH', 'DE', 'ES', 'FR', 'GB', 'IE', 'IN', 'IT', 'JP', 'NL', 'US'];

/** Where a card's check includes the postal code. */
export const asksPostalCode = (country: string): boolean => ['CA', 'GB', 'US'].includes(country);

/** The country to begin with: the one given, else that of the browser, else the United States. */
function firstCountry(given: string | undefined): string {
  const own = given ?? new Intl.Locale(navigator.language).region;
  return own !== undefined && COUNTRIES.includes(own) ? own : 'US';
}

/** The choice of a country, named in the locale's language. */
export function countrySelect(given: string | undefined, locale: string): HTMLSelectElement {
  const select = document.createElement('select');
  select.name = 'country';
  select.autocomplete = 'billing country';
  const names = new Intl.DisplayNames(locale === 'auto' ? navigator.language : locale, { type: 'region' });
  const named = COUNTRIES.map((code) => ({ code, name: names.of(code) ?? code }));
  for (const { code, name } of named.sort((a, b) => a.name.localeCompare(b.name)))
    select.append(new Option(name, code));
  select.value = firstCountry(given);
  return select;
}
