// A select of time zones that starts with the browser's own, unless one was picked before.
import { useEffect, useState } from "react";

const own = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

const known = (first) => {
  const zones = Intl.supportedValuesOf ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set([...zones, "UTC", first])].sort();
};

const readable = (zone) => zone.replaceAll("_", " ").replaceAll("/", " / ");

export function TimeZoneSelect({ picked, ...rest }) {
  const [zones, setZones] = useState(["UTC"]);
  const [zone, setZone] = useState("UTC");

  useEffect(() => {
    const first = picked || own();
    setZones(known(first));
    setZone(first);
  }, [picked]);

  return (
    <select {...rest} value={zone} onChange={(event) => setZone(event.target.value)}>
      {zones.map((one) => (
        <option key={one} value={one}>
          {readable(one)}
        </option>
      ))}
    </select>
  );
}
