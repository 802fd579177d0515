// How the question looks: small, quiet, beside the launcher.

export const css = `
.invitation {
  pointer-events: auto;
  box-sizing: border-box;
  inline-size: min(300px, calc(100vw - 40px));
  padding: 14px 16px 12px;
  border-radius: 16px;
  border-end-end-radius: 4px;
  background: #fff;
  color: #1a1d23;
  box-shadow: 0 0 0 1px rgb(17 24 39 / 8%), 0 8px 28px rgb(17 24 39 / 16%);
  font: 400 15px/1.45 system-ui, sans-serif;
  text-align: start;
}
.invitation p { margin: 0 0 10px; overflow-wrap: anywhere; min-block-size: 1.45em; }
.invitation div { display: flex; flex-wrap: wrap; gap: 8px; }
.invitation button {
  min-block-size: 36px;
  padding: 6px 14px;
  border: 0;
  border-radius: 10px;
  font: 600 14px/1.3 system-ui, sans-serif;
  cursor: pointer;
}
.invitation .yes { background: #4263eb; color: #fff; }
.invitation .yes:hover { background: #3b5bdb; }
.invitation .no { background: transparent; color: #5c6370; }
.invitation .no:hover { background: #f1f3f5; }
.invitation button:focus-visible { outline: 3px solid #3b5bdb; outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  .invitation { background: #1b1e24; color: #eceef2; box-shadow: 0 0 0 1px rgb(255 255 255 / 10%), 0 8px 28px rgb(0 0 0 / 50%); }
  .invitation .no { color: #a3abb8; }
  .invitation .no:hover { background: #262a32; }
  .invitation button:focus-visible { outline-color: #91a7ff; }
}
@media (prefers-reduced-motion: no-preference) {
  .invitation { animation: invitation 220ms ease-out; }
  @keyframes invitation { from { opacity: 0; translate: 0 8px; } }
}
@media (forced-colors: active) {
  .invitation, .invitation button { border: 1px solid; }
}
`;
