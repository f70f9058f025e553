interface Props {
  text: string;
  /** What stays visible at the end when a one-line row cuts the text. */
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
