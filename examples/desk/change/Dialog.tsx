/** A dialog of the browser's own: it holds the focus, Escape closes it, and the button that opened it gets the focus back. */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { focusIn } from '../navigation/focus.ts';

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
      focusIn(current);
      // What gets the focus scrolls a dialog, but not the page around a page.
      frameElement?.scrollIntoView({ block: 'nearest' });
    }
  }, [isOpen, part]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      className={part}
      onClose={({ currentTarget }) => {
        // It may have been opened again before the event of its closing came.
        if (!currentTarget.open) onClose();
      }}
    >
      {isOpen && (
        <>
          <h2 id={heading} tabIndex={-1}>
            {title}
          </h2>
          {children}
        </>
      )}
    </dialog>
  );
}
