// A name's initials in a circle, with a dot for whether it is heard.

import { faceOf } from "../face";

interface AvatarProps {
  name: string;
  presence?: "here" | "away" | null;
  small?: boolean;
}

export function Avatar({ name, presence, small }: AvatarProps) {
  const { initials, tone } = faceOf(name);
  return (
    <span class={`avatar tone-${tone}${small ? " small" : ""}`} aria-hidden="true">
      {initials}
      {presence && <i class={presence} />}
    </span>
  );
}
