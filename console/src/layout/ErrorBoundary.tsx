import { Alert, Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';

interface State {
  failed: boolean;
}

/** Shows an error of the console itself, and keeps the rest of the page. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? (
      <Alert color="red" role="alert" title="Something went wrong on this page">
        The console has an error. Your input is kept.
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
