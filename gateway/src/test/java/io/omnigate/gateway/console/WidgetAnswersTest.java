package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How answers come to visitors who read something else, hear them, or were cut off. */
class WidgetAnswersTest extends WidgetTest {
  /** The contrast of a text's colour with each end of what is painted behind it (WCAG 1.4.3). */
  private static final String CONTRASTS =
      """
      (each) => {
        const painted = getComputedStyle(each.closest('header') ?? each);
        const rgb = (text) => {
          const canvas = document.createElement('canvas').getContext('2d');
          canvas.fillStyle = text;
          canvas.fillRect(0, 0, 1, 1);
          return canvas.getImageData(0, 0, 1, 1).data;
        };
        const luminance = ([r, g, b]) => [r, g, b]
          .map((c) => c / 255)
          .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
          .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const ends = painted.backgroundImage === 'none'
          ? [painted.backgroundColor]
          : painted.backgroundImage.match(/(rgb|color)\\([^)]*\\)/g);
        const ink = luminance(rgb(getComputedStyle(each).color));
        return ends.map((end) => luminance(rgb(end)))
          .map((back) => (Math.max(ink, back) + 0.05) / (Math.min(ink, back) + 0.05));
      }
      """;

  @Test
  void whoReadsFurtherUpStaysThere() {
    Page page = opened(new Browser.NewContextOptions().setViewportSize(1000, 420));
    write(page, "the first line");
    String ticket = ticket(page);
    for (int i = 1; i <= 8; i++) {
      gateway.reply(ticket, "answer " + i + "\nof\nseveral\nlines");
    }
    assertThat(line(page, "answer 8")).isVisible();
    Locator read = line(page, "answer 3");
    page.locator(".log").evaluate("log => (log.scrollTop = log.scrollHeight / 3)");
    Object before = top(read);
    gateway.reply(ticket, "the newest\nof\nall");
    assertThat(line(page, "the newest")).hasCount(1);
    assertEquals(before, top(read));
  }

  private static Object top(Locator line) {
    return line.evaluate("node => Math.round(node.getBoundingClientRect().top)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"#2456d6", "#ffd400", "#2f9e6b", "#e8590c", "#757575", "#7d7d7d", "#fff0f0"})
  void lettersAreReadableOnEveryBrandColour(String colour) {
    Page page = blank(new Browser.NewContextOptions());
    page.addInitScript(
        "new MutationObserver(() => document.querySelectorAll('script[src*=widget]')"
            + ".forEach((tag) => (tag.dataset.color = '"
            + colour
            + "'))).observe(document, { childList: true, subtree: true });");
    page.navigate(gateway.url() + "/demo");
    launcher(page).click();
    write(page, "in this colour");
    assertThat(line(page, "in this colour").locator("time")).isVisible();
    for (String text : List.of("header h2", "header .status", ".mine .bubble")) {
      @SuppressWarnings("unchecked")
      List<Number> contrasts = (List<Number>) page.locator(text).evaluate(CONTRASTS);
      for (Number contrast : contrasts) {
        assertTrue(contrast.doubleValue() >= 4.5, text + " on " + colour + ": " + contrasts);
      }
    }
  }

  @Test
  void anAnswerIsReadOutWhileThePanelIsClosed() {
    Page page = opened(new Browser.NewContextOptions());
    write(page, "are you there?");
    String ticket = ticket(page);
    Locator news = page.locator(".root > [aria-live=polite]");
    gateway.reply(ticket, "while it is open");
    assertThat(line(page, "while it is open")).isVisible();
    assertThat(news).hasText("");
    page.keyboard().press("Escape");
    gateway.reply(ticket, "while it is closed");
    assertThat(news).hasText("Ann Weber: while it is closed");
    launcher(page).click();
    assertThat(news).hasText("");
    assertThat(page.getByRole(AriaRole.LOG)).containsText("while it is closed");
  }

  @Test
  void afterARestartOfTheGatewayWindowsComeBackOverSomeSeconds() {
    Page page = blank(new Browser.NewContextOptions());
    page.addInitScript("Math.random = () => 0.9");
    List<WebSocketRoute> sockets = new CopyOnWriteArrayList<>();
    List<Long> dialled = new CopyOnWriteArrayList<>();
    page.routeWebSocket(
        Pattern.compile("/in/chat/socket"),
        socket -> {
          dialled.add(System.nanoTime());
          sockets.add(socket);
          socket.connectToServer();
        });
    page.navigate(gateway.url() + "/demo");
    launcher(page).click();
    write(page, "before the restart");
    assertThat(line(page, "before the restart").locator("time")).isVisible();
    long closed = System.nanoTime();
    sockets.getFirst().close(new WebSocketRoute.CloseOptions().setCode(1012));
    page.waitForCondition(() -> dialled.size() == 2);
    assertTrue(dialled.get(1) - closed > 4_000_000_000L, "0.9 of the 5 seconds");
    write(page, "after the restart");
    assertThat(line(page, "after the restart").locator("time")).isVisible();
  }
}
