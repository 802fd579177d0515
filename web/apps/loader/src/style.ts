// How launcher and frame look on the host's page. Adopted by a shadow root, which the host's CSP and CSS cannot break.

export const css = `
:host { all: initial; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
.corner {
  position: fixed;
  inset-block-end: calc(20px + env(safe-area-inset-bottom, 0px));
  inset-inline-end: calc(20px + env(safe-area-inset-right, 0px));
  z-index: 2147483000;
  display: flex;
  flex-direction: column;
  align-items: flex-end;
  gap: 16px;
  pointer-events: none;
}
.panel {
  display: block;
  pointer-events: auto;
  inline-size: 384px;
  block-size: min(660px, calc(100vh - 116px));
  border: 0;
  border-radius: 18px;
  background: #fff;
  box-shadow: 0 0 0 1px rgb(17 24 39 / 6%), 0 12px 40px rgb(17 24 39 / 18%), 0 2px 8px rgb(17 24 39 / 8%);
  transform-origin: bottom right;
  color-scheme: light dark;
}
.panel:dir(rtl) { transform-origin: bottom left; }
.panel[hidden] { display: none; }
.launcher {
  position: relative;
  pointer-events: auto;
  display: grid;
  place-items: center;
  inline-size: 60px;
  block-size: 60px;
  padding: 0;
  border: 0;
  border-radius: 50%;
  color: #fff;
  background: #4263eb;
  box-shadow: 0 6px 20px rgb(66 99 235 / 38%), 0 2px 6px rgb(17 24 39 / 18%);
  cursor: pointer;
}
.launcher:hover { background: #3b5bdb; }
.launcher:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #3b5bdb; }
.launcher svg {
  inline-size: 28px;
  block-size: 28px;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.8;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.launcher .shut { display: none; }
.launcher[aria-expanded="true"] .chat { display: none; }
.launcher[aria-expanded="true"] .shut { display: block; }
.count {
  position: absolute;
  inset-block-start: -4px;
  inset-inline-end: -4px;
  min-inline-size: 22px;
  block-size: 22px;
  padding-inline: 6px;
  border-radius: 11px;
  border: 2px solid #fff;
  background: #c92a2a;
  color: #fff;
  font: 700 12px/18px system-ui, sans-serif;
  text-align: center;
}
.count[hidden] { display: none; }
@media (prefers-color-scheme: dark) {
  .panel { background: #1b1e24; box-shadow: 0 0 0 1px rgb(255 255 255 / 9%), 0 12px 40px rgb(0 0 0 / 50%); }
}
@media (prefers-reduced-motion: no-preference) {
  .panel { animation: rise 180ms cubic-bezier(0.2, 0.8, 0.3, 1); }
  .launcher { transition: background 120ms, transform 120ms; }
  .launcher:active { transform: scale(0.94); }
  @keyframes rise { from { opacity: 0; transform: translateY(12px) scale(0.98); } }
}
@media (max-width: 480px), (max-height: 420px) {
  .panel {
    position: fixed;
    inset: 0;
    inline-size: 100vw;
    block-size: 100dvh;
    padding-block: env(safe-area-inset-top, 0px) env(safe-area-inset-bottom, 0px);
    border-radius: 0;
    box-shadow: none;
  }
  .launcher[aria-expanded="true"] { display: none; }
}
@media print { .corner { display: none; } }
`;
