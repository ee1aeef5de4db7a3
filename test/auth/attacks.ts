/** Attacks on who one is, by name. */
import type { Attack } from './attacks/attack.ts';
import { ofClaims } from './attacks/claims.ts';
import { ofForm } from './attacks/form.ts';
import { ofHeaders } from './attacks/headers.ts';
import { ofSignatures } from './attacks/signature.ts';

export const attacks: readonly Attack[] = [...ofHeaders, ...ofForm, ...ofSignatures, ...ofClaims];
