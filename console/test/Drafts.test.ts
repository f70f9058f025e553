import { expect, test } from 'vitest';
import { Drafts } from '../src/forms/Drafts.ts';
import { MemoryStorage } from './MemoryStorage.ts';

const EMPTY = { name: '', url: '' };

test('what was typed is there after a reload, with the version it changes', () => {
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

test('a draft of an older console is given the fields it lacks', () => {
  const drafts = new Drafts(new MemoryStorage());
  drafts.keep('task/1', { values: { name: 'One' }, etag: '' });
  expect(drafts.find('task/1', EMPTY)?.values).toEqual({ name: 'One', url: '' });
});

test('a draft that is saved or cancelled is gone', () => {
  const drafts = new Drafts(new MemoryStorage());
  drafts.keep('task/1', { values: EMPTY, etag: '' });
  drafts.drop('task/1');
  expect(drafts.find('task/1', EMPTY)).toBeNull();
});

test('signing out leaves no draft behind, and touches nothing else', () => {
  const tab = new MemoryStorage();
  const drafts = new Drafts(tab);
  tab.setItem('other', 'stays');
  drafts.keep('task/1', { values: EMPTY, etag: '' });
  drafts.keep('configuration/new', { values: EMPTY, etag: '' });
  drafts.dropAll();
  expect(tab.length).toBe(1);
  expect(tab.getItem('other')).toBe('stays');
});

test('what cannot be read is no draft', () => {
  const tab = new MemoryStorage();
  tab.setItem('draft/task/1', '{"values":');
  expect(new Drafts(tab).find('task/1', EMPTY)).toBeNull();
});
