import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import type { CodeProblem } from "@/api/code";
import { useShortcut } from "@/ui/keys";
import { nonce } from "@/ui/nonce";
import type { Going } from "./going";
import { findings, goTo, show } from "./findings";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.comment], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--code-number)" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: "var(--code-name)" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--bg-code)", color: "var(--ink-1)", fontSize: "var(--fs-13)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.5", minHeight: "220px", maxHeight: "60vh" },
  ".cm-content": { fontVariantLigatures: "none", caretColor: "var(--ink-1)" },
  ".cm-gutters": { backgroundColor: "var(--bg-code)", color: "var(--ink-3)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--code-line)" },
  ".cm-cursor": { borderLeftColor: "var(--ink-1)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--code-selection)" },
});

/** Typing over a selection, by our own hand: Chromium would keep the colour of what it replaces as an inline style. */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || !event.data || view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch({ ...view.state.replaceSelection(event.data), userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

interface Props {
  value: string;
  /** What screen readers call the field. */
  label: string;
  /** What was found in it. */
  problems: readonly CodeProblem[];
  onChange: (value: string) => void;
  onSave?: () => void;
  ref?: Ref<Going>;
}

/** A field for Python. Tab indents; Escape, then Tab, leaves it, as everywhere on the keyboard. */
export default function CodeEditor({ value, label, problems, onChange, onSave, ref }: Props) {
  const shortcut = useShortcut("e");
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const handlers = useRef({ onChange, onSave });
  handlers.current = { onChange, onSave };

  useEffect(() => {
    if (!place.current) return undefined;
    const save = { key: "Mod-s", preventDefault: true, run: () => (handlers.current.onSave?.(), true) };
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          EditorView.cspNonce.of(nonce),
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          indentUnit.of("    "),
          bracketMatching(),
          highlightActiveLine(),
          python(),
          syntaxHighlighting(colours),
          look,
          typeOver,
          findings,
          keymap.of([save, ...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", ...shortcut }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
    // The editor owns its text once it is there; a new value from outside is taken over below.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [label]);

  useEffect(() => {
    const current = view.current;
    if (current && current.state.doc.toString() !== value) {
      current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } });
    }
  }, [value]);

  useEffect(() => {
    if (view.current) show(view.current, problems);
  }, [problems]);

  useImperativeHandle(ref, () => ({ goTo: (problem) => view.current && goTo(view.current, problem) }), []);

  return <div ref={place} />;
}
