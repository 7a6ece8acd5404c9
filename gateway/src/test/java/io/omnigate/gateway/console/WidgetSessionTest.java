package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How the widget goes from one session to another, and how several windows share one. */
class WidgetSessionTest extends WidgetTest {
  @Test
  void afterASessionThatIsGoodNoMoreAnswersAreNewAgain() {
    Page page = opened(new Browser.NewContextOptions());
    write(page, "in the first session");
    String first = ticket(page);
    gateway.reply(first, "the first answer");
    assertThat(line(page, "the first answer")).isVisible();
    gateway.reply(first, "the second answer");
    assertThat(line(page, "the second answer")).isVisible();

    otherWindowSetsSession(page, "a session that was never signed");
    assertThat(page.locator(".message:not(.mine) .bubble")).hasText("Hello! How can we help you?");
    assertThat(line(page, "the first answer")).hasCount(0);
    write(page, "in the second session");
    String second = ticket(page);
    assertNotEquals(first, second);
    page.keyboard().press("Escape");
    gateway.reply(second, "an answer of its own");
    assertThat(launcher(page)).hasAccessibleName("Open chat, new messages: 1");
    launcher(page).click();
    assertThat(line(page, "an answer of its own")).isVisible();
    assertThat(line(page, "in the first session")).hasCount(0);
  }

  @Test
  void anOpenPanelStaysOpenFromPageToPageOfItsTab() {
    Page page = opened(new Browser.NewContextOptions());
    write(page, "on the first page");
    assertThat(line(page, "on the first page").locator("time")).isVisible();
    page.navigate(gateway.url() + "/demo?next");
    assertThat(dialog(page)).isVisible();
    assertThat(line(page, "on the first page")).hasCount(1);
    assertEquals("BODY", page.evaluate("document.activeElement.tagName"), "nobody's focus moves");
    Locator log = page.locator(".log");
    assertThat(log).not().hasAttribute("aria-live", "off");
    Page other = page.context().newPage();
    other.navigate(gateway.url() + "/demo");
    assertThat(launcher(other)).isVisible();
    assertThat(dialog(other)).isHidden();

    field(page).press("Escape");
    page.reload();
    assertThat(launcher(page)).isVisible();
    assertThat(dialog(page)).isHidden();
  }

  @Test
  void twoWindowsThatBeginAtOnceShareOneSession() {
    beginAtOnce(blank(new Browser.NewContextOptions()), "");
  }

  /** Windows of other processes learn of what is stored a moment later than of a lock. */
  @Test
  void aWindowThatLearnsOfTheSessionLateJoinsItAllTheSame() {
    beginAtOnce(
        blank(new Browser.NewContextOptions()),
        """
        const get = Storage.prototype.getItem;
        const stale = () => !window.caughtUp;
        Storage.prototype.getItem = function (key) {
          return key.endsWith(':session') && stale() ? null : get.call(this, key);
        };
        addEventListener('storage', (event) => {
          if (!stale() || !event.key.endsWith(':session')) return;
          event.stopImmediatePropagation();
          setTimeout(() => {
            window.caughtUp = true;
            dispatchEvent(new StorageEvent('storage', { key: event.key }));
          }, 200);
        });
        """);
  }

  /** In two windows; {@code script} runs in the second one first. */
  private void beginAtOnce(Page one, String script) {
    List<Runnable> held = new CopyOnWriteArrayList<>();
    one.routeWebSocket(
        Pattern.compile("/in/chat/socket"),
        near -> {
          WebSocketRoute far = near.connectToServer();
          near.onMessage(
              frame -> {
                if (frame.text().contains("\"op\":\"message\"")) {
                  held.add(() -> far.send(frame.text()));
                } else {
                  far.send(frame.text());
                }
              });
        });
    one.navigate(gateway.url() + "/demo");
    launcher(one).click();
    Page two = one.context().newPage();
    two.addInitScript(script);
    two.navigate(gateway.url() + "/demo");
    launcher(two).click();
    write(one, "from the first window");
    one.waitForCondition(() -> held.size() == 1);
    write(two, "from the second window");
    assertThat(line(two, "from the second window")).containsText("Sending");
    held.forEach(Runnable::run);
    held.clear();

    assertThat(line(two, "from the second window").locator("time")).isVisible();
    assertThat(line(two, "from the first window")).hasCount(1);
    assertThat(line(one, "from the second window")).hasCount(1);
    assertEquals(ticket(one), ticket(two));
  }

  /** What is done to the stored session by another window, which the page's own is told of. */
  private void otherWindowSetsSession(Page page, String session) {
    Page other = page.context().newPage();
    other.navigate(gateway.url() + "/");
    other.evaluate(
        """
        (session) => {
          const key = Object.keys(localStorage).find((name) => name.endsWith(':chat:session'));
          localStorage.setItem(key, session);
        }
        """,
        session);
    other.close();
  }
}
