/** The focus is nowhere lost: whoever had it on what is gone by now goes on in the open dialog, or at the heading. */

export function focusHeading(options?: FocusOptions): void {
  document.querySelector('h1')?.focus(options);
}

/** What is wrong, what is asked, or else what the dialog is about. */
export function focusIn(dialog: Element): void {
  const first =
    dialog.querySelector<HTMLElement>('[aria-invalid="true"]') ??
    dialog.querySelector<HTMLElement>('input:not([type="hidden"]), textarea') ??
    dialog.querySelector('h2');
  first?.focus();
}

export function keepFocus(): void {
  let last: EventTarget | null = null;
  addEventListener('focusin', ({ target }) => {
    last = target;
  });
  const look = () => {
    const isGone = last instanceof Element && !last.isConnected;
    if (!isGone || document.activeElement !== document.body) return;
    // What is on its way has a heading, or takes the focus by itself.
    if (document.querySelector('[aria-busy="true"]')) return;
    const dialog = document.querySelector('dialog[open]');
    if (dialog) focusIn(dialog);
    else focusHeading({ preventScroll: true });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}
