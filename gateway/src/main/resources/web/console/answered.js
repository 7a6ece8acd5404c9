/** Which earlier message a customer's message answers, where the provider tells. */

const LONGEST = 80;

/**
 * What is to be said of that under the messages of `thread`, by their ids. The messages in `gone` were
 * withdrawn, and their words are not repeated. What is not found is not in this thread, or is ours.
 */
export function answered(thread, gone) {
  const said = new Map();
  for (const { id, direction, facts, text } of thread) {
    if (direction === 'in' && facts.messageId) said.set(facts.messageId, gone.has(id) ? '' : text);
  }
  const sentences = new Map();
  for (const { id, direction, facts } of thread) {
    const { messageId, replyTo } = facts;
    // Mails have an address under that name.
    if (direction !== 'in' || typeof replyTo !== 'string' || replyTo.includes('@')) continue;
    if (replyTo === messageId) continue;
    const words = (said.get(replyTo) ?? '').replace(/\s+/g, ' ').trim();
    sentences.set(id, words ? `In reply to: ${shortened(words)}` : 'In reply to an earlier message');
  }
  return sentences;
}

function shortened(words) {
  const characters = [...words];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : words;
}
