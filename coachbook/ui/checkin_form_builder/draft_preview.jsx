// The question that is being worded in a form, as clients will see it: follows every key.
import { useEffect, useState } from "react";
import { QuestionForm } from "../components/question_form.jsx";

let made = 0;

const draftOf = (form) => {
  const said = new FormData(form);
  const options = said.getAll("options").map((option) => option.trim()).filter(Boolean);
  return {
    kind: said.get("kind") ?? "text",
    question: said.get("question").trim() || "Your question",
    help_text: said.get("help_text").trim(),
    options: [...new Set(options)],
    is_required: said.has("is_required"),
  };
};

/** Asked otherwise it is another question, without an answer. */
const named = (draft, former) => {
  const isSame = former?.kind === draft.kind && former.question === draft.question;
  return { ...draft, id: isSame ? former.id : `draft-${(made += 1)}` };
};

export function DraftPreview({ formId, opened }) {
  const [draft, setDraft] = useState(null);

  useEffect(() => {
    const read = (event) => {
      const form = document.getElementById(formId);
      if (form && (!event || form.contains(event.target))) setDraft((former) => named(draftOf(form), former));
    };
    read();
    document.addEventListener("input", read);
    return () => document.removeEventListener("input", read);
  }, [formId, opened]);

  return draft && <QuestionForm key={opened} questions={[draft]} isPreview />;
}
