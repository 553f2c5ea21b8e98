// What waits for a button isn't lost by leaving the page unasked: the browser asks first.
import { useEffect } from "react";

export function useUnsavedWarning(isUnsaved) {
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const warn = (event) => {
      event.preventDefault();
      event.returnValue = true; // for browsers that don't go by preventDefault
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isUnsaved]);
}
