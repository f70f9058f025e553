import { visibleText } from './visibleText.ts';

/** Turns a reason of the API ("the receiver answered 503") into a sentence. */
export function sentence(text: string): string {
  const capital = visibleText(text.charAt(0).toUpperCase() + text.slice(1));
  return capital === '' || /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}
