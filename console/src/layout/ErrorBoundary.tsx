import { Alert, Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';

interface State {
  failed: boolean;
}

/** A fault of the console's own: says so, and lets the rest stand. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? (
      <Alert color="red" role="alert" title="This page has failed">
        It is a fault of the console. What you typed is kept.
        <Button
          variant="default"
          size="xs"
          mt="sm"
          display="block"
          onClick={() => window.location.reload()}
        >
          Reload
        </Button>
      </Alert>
    ) : (
      this.props.children
    );
  }
}
