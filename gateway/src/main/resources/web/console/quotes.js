/**
 * Finds what a plain-text message quotes from earlier mail, so that the view can fold it away.
 * One pass over the lines and no backtracking: the time grows with the length and nothing else.
 */

const LONGEST_INTRODUCTION = 300;

/**
 * Splits `text` into parts `{quoted, text}` in order. A quote is a run of two or more lines that
 * start with `>` (one is too little to fold), with the line that introduces it ("On … wrote:"),
 * or everything after a line such as "-----Original Message-----".
 */
export function parts(text) {
  const lines = text.split('\n');
  const out = [];
  let plain = [];
  const flush = (quoted, chunk) => {
    const joined = trimBlank(chunk).join('\n');
    if (joined) out.push({ quoted, text: joined });
  };
  let at = 0;
  while (at < lines.length) {
    if (isForwardMark(lines[at])) {
      flush(false, plain);
      flush(true, lines.slice(at));
      return out;
    }
    const end = quoteEnd(lines, at);
    if (end - at < 2) {
      plain.push(lines[at++]);
      continue;
    }
    const introduction = takeIntroduction(plain);
    flush(false, plain);
    plain = [];
    flush(true, [...introduction, ...lines.slice(at, end)]);
    at = end;
  }
  flush(false, plain);
  return out;
}

/** The line after the quoted run that starts at `from`; `from` itself where none starts. */
function quoteEnd(lines, from) {
  let end = from;
  while (end < lines.length && lines[end].startsWith('>')) end++;
  return end;
}

/** Takes "On Monday, Ann wrote:" off the end of `plain`, over one or two lines. */
function takeIntroduction(plain) {
  let last = plain.length - 1;
  while (last >= 0 && plain[last].trim() === '') last--;
  if (last < 0 || !introduces(plain[last])) return [];
  const start =
    last > 0 && plain[last - 1].trim() !== '' && plain[last].length < 60 ? last - 1 : last;
  const opens = /^(on|am|le|el|il|op|den|em) /i.test(plain[start].trim()) ? start : last;
  return plain.splice(opens);
}

function introduces(line) {
  const trimmed = line.trim();
  return trimmed.length < LONGEST_INTRODUCTION && trimmed.endsWith(':');
}

function isForwardMark(line) {
  const trimmed = line.trim();
  return trimmed.startsWith('-----') && trimmed.endsWith('-----') && /[a-z]/i.test(trimmed);
}

function trimBlank(lines) {
  let from = 0;
  let to = lines.length;
  while (from < to && lines[from].trim() === '') from++;
  while (to > from && lines[to - 1].trim() === '') to--;
  return lines.slice(from, to);
}
