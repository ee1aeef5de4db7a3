/** Who is asking: read from the token alone. */

export interface Viewer {
  readonly subject: string;
  readonly tenant: string;
  /** The known ones, sorted; never a `.own` beside its whole. */
  readonly permissions: ReadonlySet<string>;
  readonly tokenExpiresAt: Date;
}
