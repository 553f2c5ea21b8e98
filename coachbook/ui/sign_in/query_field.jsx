// A hidden field with a parameter of the page's own address: there as soon as the page is alive,
// without asking the server first.
import { useEffect, useState } from "react";

export function QueryField({ name }) {
  const [value, setValue] = useState("");

  useEffect(() => {
    setValue(new URLSearchParams(window.location.search).get(name) ?? "");
  }, [name]);

  return <input type="hidden" name={name} value={value} />;
}
