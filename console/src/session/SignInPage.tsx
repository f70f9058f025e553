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
import { useIssuerSignIn, useSession } from './SessionContext.ts';
import type { Issuer, SignInPlace } from './SignInPlace.ts';

/** Explains why there is no session; null if there is nothing to explain. */
const WHY: Record<SignedOutReason, string | null> = {
  none: null,
  left: 'You are signed out.',
  ended:
    'Your session has ended, or the API refused your token. Your input is kept, except for Signatures.',
  'link-refused': 'This console link was already used, or is older than 15 minutes.',
  unreachable: "Can't reach the system to sign you in. Is it running?",
  'left-here-only':
    'You are signed out here, but your sign-in service may still remember you. Sign out there too; otherwise the next user of this browser may sign in as you.',
  denied: 'The sign-in was declined, by you or by your sign-in service.',
  refused: 'The sign-in service refused the sign-in.',
  'not-awaited':
    'This sign-in was already used, or did not start in this tab. Please sign in again.',
  'not-trusted':
    'The sign-in service returned an unexpected response, so you are not signed in. Please sign in again.',
  'not-a-token':
    'The sign-in service gave a token that the API cannot read. The operator of this deployment must register the API there.',
  'issuer-unreachable':
    "Can't reach the sign-in service, or it does not answer this page. Please try again. If that does not help, contact the operator of this deployment.",
};

interface Props {
  reason: SignedOutReason;
  /** Completes the reason; may be empty. */
  detail: string;
}

/** Signs in at the deployment's issuer, with a new link, or with a token. */
export function SignInPage({ reason, detail }: Props) {
  useEffect(() => {
    document.title = 'Sign in · CDR Webhooks';
  }, []);
  const issuer = useIssuerSignIn();
  const [place, setPlace] = useState<SignInPlace | null>(null);
  useEffect(() => {
    let shown = true;
    void issuer.place().then((found) => shown && setPlace(found));
    return () => {
      shown = false;
    };
  }, [issuer]);
  const why = WHY[reason];
  return (
    <Container component="main" size={480} py={64}>
      <Paper p="xl" radius="lg">
        <Stack gap="md">
          <Title order={1}>Sign in to CDR Webhooks</Title>
          {why !== null && (
            <Alert color="yellow" role="alert">
              {why}
              {detail !== '' && <Text size="sm">It says: {detail}</Text>}
            </Alert>
          )}
          {place !== null && <SignInWay place={place} />}
          <TokenForm />
        </Stack>
      </Paper>
    </Container>
  );
}

function SignInWay({ place }: { place: SignInPlace }) {
  switch (place.kind) {
    case 'issuer':
      return <IssuerButton issuer={place.issuer} />;
    case 'no-client':
      return <Text>Get an access token from the sign-in service of this deployment.</Text>;
    case 'this-machine':
      return (
        <>
          <Text>Get a new link on the machine where the system runs, and open it:</Text>
          <Code block>make console-link</Code>
        </>
      );
    case 'unknown':
      return <Text>Can&apos;t load the sign-in settings. Please reload this page.</Text>;
  }
}

function IssuerButton({ issuer }: { issuer: Issuer }) {
  const signIn = useIssuerSignIn();
  const [leaving, setLeaving] = useState(false);
  useEffect(() => {
    // The browser's Back button may restore this page in its old state.
    const back = () => setLeaving(false);
    window.addEventListener('pageshow', back);
    return () => window.removeEventListener('pageshow', back);
  }, []);
  const start = async () => {
    setLeaving(true);
    if (!(await signIn.start(issuer))) {
      setLeaving(false);
    }
  };
  return (
    <Stack gap={4}>
      <Button onClick={() => void start()} loading={leaving}>
        Sign in
      </Button>
      <Text size="sm" c="dimmed">
        You sign in at {new URL(issuer.issuer).host} and return to this page.
      </Text>
    </Stack>
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
      setError('This is not an access token: a token has three parts, separated by dots.');
    }
  };
  return (
    <form onSubmit={enter} noValidate>
      <Stack gap="sm">
        <PasswordInput
          label="Access token"
          description="Or paste a token. It stays in this tab until you close the tab or sign out."
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
