/** Who is asking: read from the token alone. */

import type { Permission } from './permissions.ts';

export interface Viewer {
  readonly subject: string;
  readonly tenant: string;
  /** Never a `.own` beside its whole. */
  readonly permissions: ReadonlySet<Permission>;
  readonly tokenExpiresAt: Date;
}
