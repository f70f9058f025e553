import {
  Alert,
  Button,
  Code,
  Container,
  Paper,
  PasswordInput,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useEffect, useState } from 'react';
import type { SignedOutReason } from './Session.ts';
import { useSession } from './SessionContext.ts';

const WHY: Record<SignedOutReason, string | null> = {
  none: null,
  left: 'You are signed out.',
  ended: 'Your session has ended, or the token is not accepted here. What you typed is kept.',
  'link-refused': 'This console link was used already, or is older than 15 minutes.',
  unreachable: 'The system could not be reached to sign you in. Is it running?',
};

/** How to get in: by a new link, or with a token at hand. */
export function SignInPage({ reason }: { reason: SignedOutReason }) {
  useEffect(() => {
    document.title = 'Sign in · CDR Webhooks';
  }, []);
  const why = WHY[reason];
  return (
    <Container component="main" size={480} py={64}>
      <Paper p="xl" radius="lg">
        <Stack gap="md">
          <Title order={1}>Sign in to CDR Webhooks</Title>
          {why !== null && (
            <Alert color="yellow" role="alert">
              {why}
            </Alert>
          )}
          <Text>Get a new link on the machine where the system runs, and open it:</Text>
          <Code block>make console-link</Code>
          <TokenForm />
        </Stack>
      </Paper>
    </Container>
  );
}

function TokenForm() {
  const session = useSession();
  const [token, setToken] = useState('');
  const [error, setError] = useState<string | null>(null);
  const enter = (event: React.SyntheticEvent) => {
    event.preventDefault();
    const bare = token.replace(/^Bearer\s+/i, '').trim();
    if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(bare)) {
      session.begin(bare, null);
    } else {
      setError('This is no access token: it has three parts, separated by dots.');
    }
  };
  return (
    <form onSubmit={enter} noValidate>
      <Stack gap="sm">
        <PasswordInput
          label="Access token"
          description="Or paste a token. It stays in this tab, until you close it or sign out."
          autoComplete="off"
          spellCheck={false}
          value={token}
          error={error}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={token === ''}>
          Use token
        </Button>
      </Stack>
    </form>
  );
}
