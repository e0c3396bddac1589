/** What was found in a program, as places in its text: lines and characters of the server, positions of the editor. */
import { RangeSetBuilder, StateEffect, StateField, type EditorState, type Text } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import type { CodeProblem } from "@/api/code";

const found = StateEffect.define<readonly CodeProblem[]>();

/** Underlines that move with the text until something newer is found. */
const underlines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const newer = transaction.effects.find((effect) => effect.is(found));
    return newer ? drawn(transaction.state, newer.value) : marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const look = EditorView.theme({
  ".cm-found-error, .cm-found-warning": { textDecorationLine: "underline", textUnderlineOffset: "3px", textDecorationSkipInk: "none" },
  ".cm-found-error": { textDecorationStyle: "wavy", textDecorationColor: "var(--st-failed-solid)" },
  ".cm-found-warning": { textDecorationStyle: "dotted", textDecorationThickness: "2px", textDecorationColor: "var(--st-warn-solid)" },
});

export const findings = [underlines, look];

export const show = (view: EditorView, problems: readonly CodeProblem[]): void => view.dispatch({ effects: found.of(problems) });

/** Puts the cursor where something was found. */
export function goTo(view: EditorView, { line, column }: CodeProblem): void {
  view.dispatch({ selection: { anchor: placeOf(view.state.doc, line, column) }, scrollIntoView: true });
  view.focus();
}

function drawn({ doc }: EditorState, problems: readonly CodeProblem[]): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const stretches = problems.map((problem) => ({ ...stretchOf(doc, problem), severity: problem.severity }));
  for (const { from, to, severity } of stretches.toSorted((one, other) => one.from - other.from || one.to - other.to)) {
    if (to > from) builder.add(from, to, Decoration.mark({ class: `cm-found-${severity}` }));
  }
  return builder.finish();
}

/** Where it stands; one character, or the one before, where it is between two. */
export function stretchOf(doc: Text, { line, column, end_line, end_column }: CodeProblem): { from: number; to: number } {
  const from = placeOf(doc, line, column);
  const to = placeOf(doc, end_line, end_column);
  if (to > from) return { from, to };
  const { from: start, to: end } = doc.lineAt(from);
  return from < end ? { from, to: from + 1 } : { from: Math.max(start, from - 1), to: from };
}

/** Characters may be two places long. */
function placeOf(doc: Text, line: number, column: number): number {
  const { from, to, text } = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(to, from + [...text].slice(0, column - 1).join("").length);
}
