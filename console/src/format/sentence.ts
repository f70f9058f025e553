import { visibleText } from './visibleText.ts';

/** A reason as the API gives it ("the receiver answered 503") as a sentence of its own. */
export function sentence(text: string): string {
  const capital = visibleText(text.charAt(0).toUpperCase() + text.slice(1));
  return capital === '' || /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}
