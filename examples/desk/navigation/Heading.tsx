/** The heading of a page, and its title in the browser. */

interface Props {
  readonly title: string;
}

export function Heading({ title }: Props) {
  return (
    <>
      <title>{`${title} – Order Desk`}</title>
      <h1 tabIndex={-1}>{title}</h1>
    </>
  );
}
