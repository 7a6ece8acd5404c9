/** The widget's one style sheet; adopted, not written into the page, so that any policy allows it. */
const STYLES = `
:host { all: initial !important; }
.root {
  --brand: #2456d6; --on-brand: #fff; --shade: #000; --ink: #1a1f2b; --quiet: #5d6675; --line: #dfe3ea;
  --surface: #fff; --back: #f5f6f9; --theirs: #fff; --bad: #b3261e; --good: #1a7f4b;
  --shadow: 0 18px 50px rgb(16 24 40 / .22), 0 2px 8px rgb(16 24 40 / .12);
}
.root.dark {
  --ink: #eef1f6; --quiet: #a2acbb; --line: #343c4a; --surface: #1b2029; --back: #12161d;
  --theirs: #262d39; --bad: #ff9d94; --good: #6fdca0;
  --shadow: 0 18px 50px rgb(0 0 0 / .6), 0 0 0 1px rgb(255 255 255 / .06);
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.root {
  position: fixed; z-index: 2147483000; bottom: 20px; right: 20px; color: var(--ink);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.root.left { right: auto; left: 20px; }
button, input, textarea { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; border: 0; background: none; padding: 0; }
svg { display: block; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round;
  stroke-linejoin: round; }
:focus-visible { outline: 3px solid var(--ring); outline-offset: 2px; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.launcher {
  position: relative; display: grid; place-items: center; width: 60px; height: 60px;
  margin-left: auto; border-radius: 50%; color: var(--on-brand);
  background:
    linear-gradient(145deg, var(--brand), color-mix(in srgb, var(--brand), var(--shade) 14%));
  box-shadow: 0 8px 24px rgb(16 24 40 / .28); transition: transform .18s ease;
}
.left .launcher { margin-left: 0; }
.launcher:hover { transform: translateY(-2px) scale(1.03); }
.badge {
  position: absolute; top: -3px; right: -3px; min-width: 22px; padding: 0 6px; font-size: 12.5px;
  font-weight: 700; line-height: 22px; border-radius: 11px; color: #fff; background: #d92d20;
}
.panel {
  position: absolute; bottom: 76px; right: 0; display: flex; flex-direction: column;
  width: 384px; height: min(640px, calc(100dvh - 116px)); overflow: hidden; border-radius: 18px;
  background: var(--back); box-shadow: var(--shadow); transform-origin: bottom right;
  animation: rise .2s cubic-bezier(.2, .8, .3, 1);
}
.kept .panel { animation: none; }
.left .panel { right: auto; left: 0; transform-origin: bottom left; }
header {
  display: flex; align-items: center; gap: 12px; padding: 16px 12px 16px 20px;
  color: var(--on-brand);
  background:
    linear-gradient(120deg, var(--brand), color-mix(in srgb, var(--brand), var(--shade) 18%));
}
header div { flex: 1; min-width: 0; }
h2 { margin: 0; font-size: 17px; font-weight: 650; line-height: 1.25; letter-spacing: -.01em; }
/* A part that begins a line has its dot where nothing is shown. */
.status {
  display: flex; flex-wrap: wrap; margin: 2px 0 0 -1em; clip-path: inset(0 0 0 1em); font-size: 13px;
  min-height: 1.4em;
}
.status span { padding-left: 1em; }
.status span::before {
  content: "·"; content: "·" / ""; display: inline-block; width: 1em; margin-left: -1em;
  text-align: center;
}
.status span + span { white-space: nowrap; }
.close { display: grid; place-items: center; width: 40px; height: 40px; border-radius: 10px; }
.close:hover { background: rgb(255 255 255 / .16); }
header :focus-visible { outline-color: var(--on-brand); }
.log {
  flex: 1; overflow-y: auto; overflow-anchor: none; overscroll-behavior: contain; padding: 16px;
  scrollbar-width: thin;
  display: flex; flex-direction: column; gap: 4px;
}
.log:focus-visible { outline-offset: -3px; }
.log > :first-child { margin-top: auto; }
.day { margin: 10px auto 6px; font-size: 12px; font-weight: 600; color: var(--quiet); }
.older, .link {
  color: var(--accent); font-size: 13px; font-weight: 600; text-decoration: underline;
  text-underline-offset: 2px;
}
.older { margin: 0 auto 8px; padding: 8px; }
.message { max-width: 84%; align-self: flex-start; margin-bottom: 6px; }
.message.mine { align-self: flex-end; }
.who { margin: 6px 0 3px 12px; font-size: 12.5px; font-weight: 600; color: var(--quiet); }
.bubble {
  padding: 9px 13px; border-radius: 4px 16px 16px 16px; background: var(--theirs);
  border: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere;
}
.mine .bubble {
  border-radius: 16px 16px 4px 16px; border-color: transparent; color: var(--on-brand);
  background: var(--brand);
}
.bubble a { color: inherit; text-decoration: underline; text-underline-offset: 2px; }
.waiting :is(.bubble, .file), .sending :is(.bubble, .file) { opacity: .72; }
.failed .bubble { background: none; border: 1px dashed var(--bad); color: var(--ink); }
.meta {
  display: flex; gap: 10px; justify-content: flex-end; margin: 3px 6px 0; font-size: 12px;
  color: var(--quiet);
}
.failed .meta { color: var(--bad); }
.meta button { color: inherit; text-decoration: underline; font-weight: 600; }
.wrong { margin: 3px 6px 0; font-size: 13px; color: var(--bad); }
.wrong:empty { display: none; }
.about .wrong { grid-column: 1 / -1; }
.about [aria-invalid=true] { border-color: var(--bad); }
.file {
  display: flex; align-items: center; gap: 8px; margin: 3px 0; padding: 8px 12px;
  border: 1px solid var(--line); border-radius: 12px; background: var(--surface);
  color: var(--ink); text-decoration: none; font-size: 14px;
}
.shown { display: block; margin: 3px 0; border: 1px solid var(--line); border-radius: 12px;
  overflow: hidden; background: var(--surface); color: var(--ink); font-size: 14px; }
.shown img { display: block; width: 240px; max-width: 100%; height: 160px; object-fit: scale-down; }
.file span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.file small { margin-left: auto; color: var(--quiet); white-space: nowrap; }
.file svg { flex: none; }
.typing { display: flex; align-items: center; gap: 8px; min-height: 22px; margin: 0 18px 4px;
  font-size: 13px; color: var(--quiet); }
.dots { display: inline-flex; gap: 3px; }
.dots i { width: 6px; height: 6px; border-radius: 50%; background: currentColor;
  animation: dot 1.2s infinite; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }
.notice { margin: 0; padding: 8px 16px; font-size: 13px; color: var(--bad);
  background: color-mix(in srgb, var(--bad), transparent 90%); }
.chosen { display: flex; flex-direction: column; gap: 6px; max-height: 132px; overflow-y: auto;
  margin: 0 0 8px; padding: 0; list-style: none; }
.chosen:empty { display: none; }
.chosen .file { margin: 0; padding: 2px 4px 2px 12px; background: var(--back); }
.chosen button { display: grid; place-items: center; flex: none; width: 32px; height: 32px;
  border-radius: 8px; color: var(--quiet); }
.chosen button:hover { color: var(--ink); background: var(--surface); }
form { border-top: 1px solid var(--line); background: var(--surface); padding: 10px 12px 12px; }
.about { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; margin-bottom: 8px; }
.about input, textarea {
  width: 100%; min-width: 0; padding: 9px 12px; border: 1px solid var(--line);
  border-radius: 12px; background: var(--back);
}
::placeholder { color: var(--quiet); opacity: 1; }
.row { display: flex; align-items: flex-end; gap: 6px; }
textarea { flex: 1; resize: none; min-height: 42px; max-height: 132px; field-sizing: content; }
.about input:focus, textarea:focus { outline: 2px solid var(--accent); outline-offset: -1px; }
.tool { display: grid; place-items: center; flex: none; width: 42px; height: 42px;
  border-radius: 12px; color: var(--quiet); }
.tool:hover { background: var(--back); color: var(--ink); }
.go { color: var(--on-brand); background: var(--brand); }
.go:hover { color: var(--on-brand); background: color-mix(in srgb, var(--brand), var(--shade) 12%); }
.go[aria-disabled=true] { opacity: .45; cursor: default; }
@keyframes rise { from { opacity: 0; transform: translateY(14px) scale(.97); } }
@keyframes dot { 30% { transform: translateY(-4px); } 60% { transform: none; } }
@media (max-width: 480px) {
  .root.open, .root.open.left { inset: 0; }
  .open .launcher { display: none; }
  .panel, .left .panel { inset: 0; width: auto; height: 100dvh; border-radius: 0; }
  form { padding-bottom: max(12px, env(safe-area-inset-bottom)); }
  textarea, .about input { font-size: 16px; }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
@media (forced-colors: active) { .bubble, .launcher, .go, .panel { border: 1px solid; } }
@media print { .root { display: none; } }
`;

/** White or black: whichever stands out more on `colour` (WCAG 2: by 4.5 at least). */
function inkOn(colour) {
  const channels = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i
    .exec(colour)
    .slice(1)
    .map((hex) => parseInt(hex, 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
  // Above this, where 1.05 / (l + 0.05) = (l + 0.05) / 0.05, black stands out more.
  return luminance > 0.179 ? '#000' : '#fff';
}
