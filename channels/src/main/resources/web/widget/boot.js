/** Begins once the page is there; a second tag for the same chat changes nothing. */
function boot(script) {
  const source = new URL(script.src);
  const channel = source.searchParams.get('channel') || 'chat';
  const mark = `omnigate-${channel}`;
  if (document.getElementById(mark)) return;
  const { language, title, color, position, theme } = script.dataset;
  const chosen = chooseLanguage([language, document.documentElement.lang, ...navigator.languages]);
  const store = new Store(`${source.host}:${channel}`);
  const conversation = new Conversation(source.origin, channel, store);
  const host = element('div', { id: mark });
  document.body.append(host);
  new Widget(host, conversation, store, { language: chosen, title, color, position, theme });
  if (conversation.begun) conversation.start();
}

const tag = document.currentScript;
if (document.body) boot(tag);
else addEventListener('DOMContentLoaded', () => boot(tag));
