// The question that is being worded in a form, as clients will see it: follows every key.
import { useEffect, useState } from "react";
import { QuestionForm } from "../components/question_form.jsx";

const draftOf = (form) => {
  const said = new FormData(form);
  const kind = said.get("kind") ?? "text";
  const options = said.getAll("options").map((option) => option.trim()).filter(Boolean);
  return {
    id: `draft-${kind}`, // another kind begins with no answer
    kind,
    question: said.get("question").trim() || "Your question",
    help_text: said.get("help_text").trim(),
    options: [...new Set(options)],
    is_required: said.has("is_required"),
  };
};

export function DraftPreview({ formId, opened }) {
  const [draft, setDraft] = useState(null);

  useEffect(() => {
    const read = (event) => {
      const form = document.getElementById(formId);
      if (form && (!event || form.contains(event.target))) setDraft(draftOf(form));
    };
    read();
    document.addEventListener("input", read);
    return () => document.removeEventListener("input", read);
  }, [formId, opened]);

  return draft && <QuestionForm key={opened} questions={[draft]} isPreview />;
}
