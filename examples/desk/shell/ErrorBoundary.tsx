/** What is shown where a page breaks, and while one is on its way. */
import { Component, type ReactNode, Suspense } from 'react';
import { CombinedError } from 'urql';
import { explain } from './Problem.tsx';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error?: Error;
}

/** React asks for a class: only one can catch what its children throw. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) {
      return (
        <Suspense fallback={<div className="page" aria-busy="true" />}>
          {this.props.children}
        </Suspense>
      );
    }
    return (
      <div className="page" role="alert">
        <p>
          <strong>This page did not work: </strong>
          {error instanceof CombinedError ? explain(error) : error.message}
        </p>
        <button type="button" onClick={() => location.reload()}>
          Try again
        </button>
      </div>
    );
  }
}
