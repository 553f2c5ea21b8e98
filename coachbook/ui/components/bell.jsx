// The link to one's activity, with how many notes are unread; the stream brings the number.
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { follow, latestOf } from "./live_stream.js";

const KIND = "activity";
const MOST = 99;

// "3.1763824000000": the count, and what tells this news from other news.
const counted = (data) => Number.parseInt(data ?? "0", 10) || 0;

function useUnread(url) {
  const [unread, setUnread] = useState(() => counted(latestOf(url, KIND)));
  useEffect(() => {
    setUnread(counted(latestOf(url, KIND)));
    return follow(url, KIND, (data) => setUnread(counted(data)));
  }, [url]);
  return unread;
}

export function BellLink({ url, label, href, wideClass, narrowClass, children, ...rest }) {
  const unread = useUnread(url);
  const shown = unread > MOST ? `${MOST}+` : `${unread}`;
  return (
    <Link {...rest} to={href} aria-label={unread ? `${label}, ${unread} unread` : label}>
      <span className="relative grid place-items-center">
        {children}
        {unread > 0 && (
          <span aria-hidden="true" className={narrowClass}>
            {shown}
          </span>
        )}
      </span>
      <span>{label}</span>
      {unread > 0 && wideClass && (
        <span aria-hidden="true" className={wideClass}>
          {shown}
        </span>
      )}
    </Link>
  );
}
