import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';

interface Props {
  readonly children: ReactNode;
}

/** A part of the page that could not be shown: its file is gone after an update, or it failed. The rest stays. */
export class Catch extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div role="alert" className="mx-auto grid max-w-sm justify-items-center gap-3 p-8 text-center">
        <p>
          This page could not be shown. It may have been updated since it was loaded. Your trades are
          untouched.
        </p>
        <Button onClick={() => window.location.reload()}>Load it again</Button>
      </div>
    );
  }
}
