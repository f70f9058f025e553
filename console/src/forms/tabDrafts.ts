import { Drafts } from './Drafts.ts';

/** The drafts of this tab. */
export const drafts = new Drafts(window.sessionStorage);
