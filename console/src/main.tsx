import '@mantine/core/styles.css';
import 'virtual:theme-variables.css';
import './theme/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { keepZoneIn } from './format/zone.ts';
import { arrivalOf, forgetSecrets } from './forms/forgetSecrets.ts';
import { drafts } from './forms/tabDrafts.ts';
import { IssuerSignIn } from './session/IssuerSignIn.ts';
import { otherTabs, shareSession, takeSession } from './session/OtherTabs.ts';
import { Session } from './session/Session.ts';
import { consoleLink, signInOnArrival } from './session/signIn.ts';

const session = new Session(window.sessionStorage);
forgetSecrets(drafts, session, arrivalOf(window.performance));
keepZoneIn(window.localStorage, window);
const place = document.getElementById('console');
if (place === null) {
  throw new Error('index.html has no place for the console');
}
const root = createRoot(place);

const issuer = new IssuerSignIn(
  session,
  {
    storage: window.sessionStorage,
    origin: window.location.origin,
    page: () => window.location.pathname + window.location.search + window.location.hash,
    go: (address) => window.location.assign(address),
  },
  (address, request) => window.fetch(address, request),
);
const ways = [consoleLink(session), issuer];
// Cleans the address before anything is shown, even if a link is opened in a tab that shows the console.
await signInOnArrival(ways);
const tabs = otherTabs();
if (tabs !== null) {
  if (session.state.kind === 'signed-out' && session.state.reason === 'none') {
    await takeSession(session, tabs);
  }
  shareSession(session, tabs);
}
window.addEventListener('hashchange', () => void signInOnArrival(ways));
root.render(<App session={session} issuer={issuer} />);
