// How the bar, the agent's pointer and its highlight look; adopted by the widget's shadow root, which the page's styles do not reach.

export const css = `
.cobrowse { position: fixed; inset: 0; z-index: 2147483001; pointer-events: none; font: 500 14px/1.35 system-ui, sans-serif; }
.cobrowse [hidden] { display: none; }
.bar {
  position: absolute;
  inset-block-start: calc(10px + env(safe-area-inset-top, 0px));
  inset-inline: 0;
  margin-inline: auto;
  inline-size: fit-content;
  max-inline-size: calc(100% - 24px);
  display: flex;
  align-items: center;
  gap: 10px;
  padding: 6px 6px 6px 14px;
  border-radius: 22px;
  color: #fff;
  background: #9c1c1c;
  box-shadow: 0 0 0 1px rgb(255 255 255 / 25%), 0 6px 20px rgb(0 0 0 / 28%);
  pointer-events: auto;
}
.bar:dir(rtl) { padding: 6px 14px 6px 6px; }
.dot { flex: none; inline-size: 9px; block-size: 9px; border-radius: 50%; background: #ffd8d8; }
.stop {
  flex: none;
  min-block-size: 32px;
  padding: 4px 16px;
  border: 0;
  border-radius: 16px;
  color: #7a1212;
  background: #fff;
  font: 650 14px/1.35 system-ui, sans-serif;
  cursor: pointer;
}
.stop:hover { background: #ffecec; }
.stop:focus-visible { outline: 3px solid #fff; outline-offset: 2px; }
.pointer { position: absolute; inset: 0 auto auto 0; display: flex; transition: transform 90ms linear; }
.pointer svg { inline-size: 26px; block-size: 26px; fill: #4263eb; stroke: #fff; stroke-width: 1.6; stroke-linejoin: round; filter: drop-shadow(0 1px 2px rgb(0 0 0 / 40%)); }
.name {
  align-self: end;
  margin-block-start: 20px;
  padding: 2px 9px;
  border-radius: 10px;
  color: #fff;
  background: #3b5bdb;
  font-size: 12px;
  white-space: nowrap;
}
.mark {
  position: absolute;
  inset: 0 auto auto 0;
  border: 3px solid #4263eb;
  border-radius: 8px;
  background: rgb(66 99 235 / 12%);
  box-shadow: 0 0 0 2px rgb(255 255 255 / 85%);
}
/* Over a panel that fills the screen the bar would hide its head; the panel says the same, with a button of its own. */
@media (max-width: 480px), (max-height: 420px) {
  .corner:has(.panel:not([hidden])) ~ .cobrowse .bar { display: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .dot { animation: shared 1.6s ease-in-out infinite; }
  @keyframes shared { 50% { opacity: 0.35; } }
}
@media (prefers-reduced-motion: reduce) { .pointer { transition: none; } }
@media print { .cobrowse { display: none; } }
`;
