/** What is shown where a page breaks, and while one is on its way. */
import { Component, type PropsWithChildren, Suspense } from 'react';
import { CombinedError } from 'urql';
import { explain } from './Problem.tsx';

/** React asks for a class: only one can catch what its children throw. */
export class ErrorBoundary extends Component<PropsWithChildren, { readonly error?: Error }> {
  override state: { readonly error?: Error } = {};

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
