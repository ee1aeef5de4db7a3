/** What a function over this SDK has to do for an authenticated read, whatever it serves. */

export const partNames = ['client', 'verification', 'request', 'parsing'] as const;

export type PartName = (typeof partNames)[number];
