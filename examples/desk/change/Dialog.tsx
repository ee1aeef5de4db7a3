/** A dialog of the browser's own: it holds the focus, Escape closes it, and the button that opened it gets the focus back. */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

interface Props {
  readonly isOpen: boolean;
  readonly title: string;
  readonly onClose: () => void;
  /** Another one takes the focus anew: the dialog goes on with something else. */
  readonly part: string;
  readonly children: ReactNode;
}

export function Dialog({ isOpen, title, onClose, part, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const { current } = dialog;
    if (isOpen && !current?.open) current?.showModal();
    if (!isOpen) current?.close();
    if (isOpen && current) {
      firstIn(current)?.focus();
      // What gets the focus scrolls a dialog, but not the page around a page.
      frameElement?.scrollIntoView({ block: 'nearest' });
    }
  }, [isOpen, part]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      className={part}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}

/** What is wrong, what is asked, or else what the dialog is about. */
function firstIn(dialog: HTMLElement): HTMLElement | null {
  return (
    dialog.querySelector<HTMLElement>('[aria-invalid="true"]') ??
    dialog.querySelector<HTMLElement>('input:not([type="hidden"]), textarea') ??
    dialog.querySelector('h2')
  );
}
