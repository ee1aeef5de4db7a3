/** ISO 4217 with its minor units, in a table of our own: Intl's decimals are CLDR's, which say 0 for PKR and HUF. */

declare const currencyBrand: unique symbol;

export type CurrencyCode = string & { readonly [currencyBrand]: true };

// ISO 4217 list one of 2024-06-25 and XCG, which took ANG's place in 2025, without the codes that have no minor
// unit (metals, accounting units, XTS and XXX). A test compares it with the npm package currency-codes.
const codesByDecimals: readonly (readonly [decimals: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
     CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
     ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV
     MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
     SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const decimalsByCode: ReadonlyMap<string, number> = new Map(
  codesByDecimals.flatMap(([decimals, codes]) =>
    codes.split(/\s+/).map((code) => [code, decimals] as const),
  ),
);

export const currencyCodes: readonly string[] = [...decimalsByCode.keys()];

export function isCurrencyCode(text: string): text is CurrencyCode {
  return decimalsByCode.has(text);
}

/** How many digits follow the decimal point: 2 for USD, none for JPY, 3 for BHD. */
export function decimalsOf(currency: CurrencyCode): number {
  return decimalsByCode.get(currency) ?? 0;
}
