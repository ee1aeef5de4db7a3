/** The scalars of the API, told apart: a text that comes from elsewhere is none of them until somebody says so. */
declare const brand: unique symbol;

type Branded<Name extends string> = string & { readonly [brand]: Name };

export type CurrencyCode = Branded<'CurrencyCode'>;
export type DateTime = Branded<'DateTime'>;
export type Decimal = Branded<'Decimal'>;
export type ETag = Branded<'ETag'>;
export type KSUID = Branded<'KSUID'>;
