package io.omnigate.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console's pure modules, run in the browser that they are for. */
class ModulesPageTest extends BrowserTest {
  private Page page;

  @BeforeEach
  void open() {
    page = blank(new Browser.NewContextOptions());
    page.navigate(gateway.url() + "/");
  }

  @Test
  void aDeltaTakesOutFirstAndPutsInFromTheLowestRank() {
    Object ids =
        page.evaluate(
            """
            async () => {
              const { EMPTY, fold } = await import('/console/fold.js');
              const tickets = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
              const frame = { op: 'snapshot', epoch: 'e', seq: 1, total: 4, tickets };
              const view = fold(fold(EMPTY, frame), {
                op: 'delta', seq: 4, from: 1, total: 5, remove: ['b'],
                upsert: [{ rank: 3, ticket: { id: 'a' } }, { rank: 0, ticket: { id: 'n' } }],
              });
              const again = fold(view, { op: 'delta', seq: 4, remove: ['a'], upsert: [] });
              return [view.tickets.map(({ id }) => id).join(''), view.total, again === view];
            }
            """);

    assertEquals(List.of("ncda", 5, true), ids);
  }

  @Test
  void aTicketLeftAndOpenedAgainShowsNothingThatWasReadForItBefore() {
    Object shown =
        page.evaluate(
            """
            async () => {
              const { TicketFeed } = await import('/console/ticket-feed.js');
              const host = { addController() {}, requestUpdate() {} };
              const feed = new TicketFeed(host, () => {});
              const entries = (from, to) =>
                Array.from({ length: to - from + 1 }, (_, i) => ({ seq: from + i, facts: {} }));
              const answer = (thread) => ({ thread, threadNext: null, allowed: [] });
              let late;
              feed.open('a');
              await feed.read({ thread: async () => answer(entries(1, 3)) });
              const slow = feed.read({ thread: () => new Promise((done) => (late = done)) });
              feed.open('b');
              await feed.read({ thread: async () => answer(entries(1, 1)) });
              feed.open('a');
              late(answer(entries(4, 4)));
              await slow;
              await feed.read({ thread: async (id, from) => answer(entries(from, 4)) });
              return feed.thread.map(({ seq }) => seq);
            }
            """);

    assertEquals(List.of(1, 2, 3, 4), shown);
  }

  @Test
  void quotedMailIsFoldedWithTheLineThatIntroducesIt() {
    Object parts =
        page.evaluate(
            """
            async () => (await import('/console/quotes.js')).parts(
              'Thanks!\\n\\nOn Tuesday, Ann wrote:\\n> one\\n> two\\n\\nBye\\n> alone')
            """);

    assertEquals(
        List.of(
            Map.of("quoted", false, "text", "Thanks!"),
            Map.of("quoted", true, "text", "On Tuesday, Ann wrote:\n> one\n> two"),
            Map.of("quoted", false, "text", "Bye\n> alone")),
        parts);
  }

  @Test
  void aMessageTellsWhichOneItAnswersAndRepeatsNoWithdrawnWords() {
    Object told =
        page.evaluate(
            """
            async () => {
              const { answered } = await import('/console/answered.js');
              const said = (id, text, facts) => ({ id, direction: 'in', text, facts });
              const thread = [
                said('a', 'at  4?', { messageId: 'm-1' }),
                said('b', 'my PIN', { messageId: 'm-2' }),
                said('c', 'x', { messageId: 'm-3', replyTo: 'm-1' }),
                said('d', 'x', { messageId: 'm-4', replyTo: 'm-2' }),
                said('e', 'x', { messageId: 'm-5', replyTo: 'one.of.ours' }),
                said('f', 'x', { messageId: 'm-6', replyTo: 'ann@example.org' }),
                said('g', 'x', { messageId: 'm-7', replyTo: 'm-7' }),
                said('h', 'x', { messageId: 'm-8', thread: 'm-1' }),
              ];
              return [...answered(thread, new Set(['b']))].map(([id, words]) => `${id} ${words}`);
            }
            """);

    assertEquals(
        List.of(
            "c In reply to: at 4?",
            "d In reply to an earlier message",
            "e In reply to an earlier message"),
        told);
  }

  @Test
  void aHugeTextIsSplitInLinearTime() {
    Object milliseconds =
        page.evaluate(
            """
            async () => {
              const { parts } = await import('/console/quotes.js');
              const text = ('wrote:\\n> a\\n> b\\n' + ' '.repeat(50) + ':\\n').repeat(20000);
              const from = performance.now();
              parts(text);
              return performance.now() - from;
            }
            """);

    assertTrue(((Number) milliseconds).doubleValue() < 2000, milliseconds + " ms");
  }

  @Test
  void attemptsToReconnectDoubleAndStayBounded() {
    Object pauses =
        page.evaluate(
            """
            async () => {
              const { pause } = await import('/console/backoff.js');
              return [pause(0, () => 1), pause(1, () => 1), pause(0, () => 0), pause(50, () => 1)];
            }
            """);

    assertEquals(List.of(400, 800, 200, 15000), pauses);
  }

  @Test
  void anAddressIsReadAsItWasWritten() {
    Object hash =
        page.evaluate(
            """
            async () => {
              const { format, parse } = await import('/console/routes.js');
              return [
                format(parse('#/answered/K7M2Q-9XD4T?q=a%26b&priority=high&evil=1')),
                format(parse('#/nowhere/<img>?q=')),
              ];
            }
            """);

    assertEquals(List.of("#/answered/K7M2Q-9XD4T?priority=high&q=a%26b", "#/queue"), hash);
  }
}
