// The conversation's style sheets, fetched with its script. By hand and not by the bundler, whose loader for them is most of a kilobyte
// that the first view would carry.

import rating from "../style/rating.css?url";
import talk from "../style/talk.css?url";
import transcript from "../style/transcript.css?url";

/** Resolves when they hold, so that nothing is seen without its style; a sheet that cannot be had fails. */
export function loadStyles(): Promise<unknown> {
  return Promise.all([transcript, talk, rating].map(load));
}

function load(address: string): Promise<void> {
  const known = document.querySelector(`link[href="${address}"]`);
  if (known) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error(`the style sheet ${address} cannot be had`));
    };
    document.head.append(link);
  });
}
