// The recorder's script, loaded by the loader once the customer has agreed to show its page. It gives itself to who loaded it by its own
// element; the page sees nothing new.

import type { RecorderScript } from "../../loader/src/cobrowse";
import { PageRecorder } from "./recorder";

const script = document.currentScript as RecorderScript | null;
if (script) script.holdfast = (root, say) => new PageRecorder(root, say);
