interface Props {
  text: string;
  /** The end of the text, which stays visible when a one-line row cuts the rest. */
  end: string;
}

/** A text and its end. Elsewhere than in a one-line row it is ordinary text. */
export function OneLine({ text, end }: Props) {
  return (
    <span data-line>
      <span data-head>{text}</span>
      <span data-end>{end}</span>
    </span>
  );
}
