import { IssuerSignIn } from '../src/session/IssuerSignIn.ts';
import { Session } from '../src/session/Session.ts';
import { MemoryStorage } from './MemoryStorage.ts';
import type { TestSite } from './TestIssuer.ts';

/** A tab of a browser in which the console is open. */
export class TestTab {
  readonly storage = new MemoryStorage();
  readonly session = new Session(this.storage);
  /** The addresses that the tab has shown, in order. */
  readonly addresses: URL[];
  readonly signIn: IssuerSignIn;

  constructor(site: TestSite, page: string) {
    this.addresses = [new URL(page, site.origin)];
    this.signIn = new IssuerSignIn(
      this.session,
      {
        storage: this.storage,
        origin: site.origin,
        page: () => this.page,
        go: (address) => this.addresses.push(address),
      },
      site.ask,
    );
  }

  get address(): URL {
    return this.addresses.at(-1) ?? new URL('about:blank');
  }

  get page(): string {
    return this.address.pathname + this.address.search + this.address.hash;
  }

  /** Presses the button, and lets the issuer send the browser back; returns the address that the browser got. */
  async toTheIssuerAndBack(): Promise<URL> {
    const place = await this.signIn.place();
    if (place.kind !== 'issuer' || !(await this.signIn.start(place.issuer))) {
      throw new Error('The tab did not leave.');
    }
    const answer = await fetch(this.address, { redirect: 'manual' });
    return new URL(answer.headers.get('Location') ?? '');
  }

  /** Opens the console with an address; null if it has nothing to sign in with. */
  open(address: URL): (() => Promise<void>) | null {
    this.addresses.push(address);
    const replaceState = (_state: unknown, _title: string, page: string) => {
      this.addresses.push(new URL(page, address));
    };
    return this.signIn.arrival(
      address as unknown as Location,
      { replaceState } as unknown as History,
    );
  }

  async signInThroughout(): Promise<void> {
    await this.open(await this.toTheIssuerAndBack())?.();
  }
}
