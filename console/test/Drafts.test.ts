import { expect, test } from 'vitest';
import { Drafts } from '../src/forms/Drafts.ts';
import { forgetSecrets } from '../src/forms/forgetSecrets.ts';
import { Session } from '../src/session/Session.ts';
import { MemoryStorage } from './MemoryStorage.ts';

const EMPTY = { name: '', url: '' };

test('typed text survives a reload, with its version', () => {
  const tab = new MemoryStorage();
  new Drafts(tab).keep('configuration/1', { values: { name: 'Billing', url: '' }, etag: '"3"' });
  expect(new Drafts(tab).find('configuration/1', EMPTY)).toEqual({
    values: { name: 'Billing', url: '' },
    etag: '"3"',
  });
});

test('forms do not share their drafts', () => {
  const drafts = new Drafts(new MemoryStorage());
  drafts.keep('task/1', { values: { name: 'One', url: '' }, etag: '' });
  expect(drafts.find('task/2', EMPTY)).toBeNull();
});

test('a draft of an older console gets the missing fields', () => {
  const drafts = new Drafts(new MemoryStorage());
  drafts.keep('task/1', { values: { name: 'One' }, etag: '' });
  expect(drafts.find('task/1', EMPTY)?.values).toEqual({ name: 'One', url: '' });
});

test('saving or cancelling deletes the draft', () => {
  const drafts = new Drafts(new MemoryStorage());
  drafts.keep('task/1', { values: EMPTY, etag: '' });
  drafts.drop('task/1');
  expect(drafts.find('task/1', EMPTY)).toBeNull();
});

test('signing out deletes all drafts, and nothing else', () => {
  const tab = new MemoryStorage();
  const drafts = new Drafts(tab);
  tab.setItem('other', 'stays');
  drafts.keep('task/1', { values: EMPTY, etag: '' });
  keepSecret(drafts);
  drafts.dropAll();
  expect(tab.length).toBe(1);
  expect(tab.getItem('other')).toBe('stays');
});

test('a secret survives a reload, and leaving deletes only it', () => {
  const tab = new MemoryStorage();
  const typed = { values: { name: 'Billing', url: 'the secret' }, etag: '' };
  new Drafts(tab).keep('configuration/new', typed, ['url']);
  expect(new Drafts(tab).find('configuration/new', EMPTY)).toEqual(typed);
  new Drafts(tab).dropSecret('configuration/new');
  expect(new Drafts(tab).find('configuration/new', EMPTY)?.values).toEqual({
    name: 'Billing',
    url: '',
  });
  expect(everything(tab)).not.toContain('the secret');
});

test('a draft with only a secret is deleted with it', () => {
  const drafts = new Drafts(new MemoryStorage());
  drafts.keep('rotation/1', { values: { name: '', url: 'secret' }, etag: '"1"' }, ['url']);
  drafts.dropSecret('rotation/1');
  expect(drafts.find('rotation/1', EMPTY)).toBeNull();
});

test('a sign-in and the end of a session remove secrets', () => {
  const tab = new MemoryStorage();
  const drafts = new Drafts(tab);
  const session = new Session(tab);
  forgetSecrets(drafts, session, 'reload');
  for (const change of [
    () => session.begin('a.b.c', null),
    () => session.begin('d.e.f', null),
    () => session.end('ended'),
  ]) {
    keepSecret(drafts);
    change();
    expect(everything(tab)).not.toContain('the secret');
    expect(drafts.find('configuration/new', EMPTY)?.values.name).toBe('Billing');
  }
});

test.each([
  ['reload', true],
  ['navigate', false],
  ['back_forward', false],
  [undefined, false],
] as const)('after an arrival by %s a secret is there: %s', (arrival, kept) => {
  const tab = new MemoryStorage();
  const drafts = new Drafts(tab);
  new Session(tab).begin('a.b.c', null);
  keepSecret(drafts);
  forgetSecrets(drafts, new Session(tab), arrival);
  expect(everything(tab).includes('the secret')).toBe(kept);
});

test('without a session no secret is kept', () => {
  const tab = new MemoryStorage();
  const drafts = new Drafts(tab);
  keepSecret(drafts);
  forgetSecrets(drafts, new Session(tab), 'reload');
  expect(everything(tab)).not.toContain('the secret');
});

test('unreadable storage gives no draft', () => {
  const tab = new MemoryStorage();
  tab.setItem('draft/task/1', '{"values":');
  expect(new Drafts(tab).find('task/1', EMPTY)).toBeNull();
});

function keepSecret(drafts: Drafts): void {
  drafts.keep('configuration/new', { values: { name: 'Billing', url: 'the secret' }, etag: '' }, [
    'url',
  ]);
}

function everything(tab: MemoryStorage): string {
  return Array.from({ length: tab.length }, (_, index) => tab.getItem(tab.key(index) ?? '')).join();
}
