/** What is shown where a page breaks, and while one is on its way. */
import { Component, type ReactNode, Suspense } from 'react';
import { Problem } from './Problem.tsx';

interface Props {
  readonly children: ReactNode;
}

/** React asks for a class: only one can catch what its children throw. */
export class Guarded extends Component<Props, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if ('error' in this.state) {
      return (
        <div className="page">
          <p>
            <strong>This page did not work.</strong>
          </p>
          <Problem error={this.state.error} again={() => location.reload()} />
        </div>
      );
    }
    return (
      <Suspense fallback={<div className="page" aria-busy="true" />}>
        {this.props.children}
      </Suspense>
    );
  }
}
