package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.omnigate.gateway.FlakyProxy;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The widget of a visitor whose ticket is purged: it begins anew, and nobody is told of an error.
 */
class WidgetPurgedTest extends WidgetTest {
  private static final String GREETING = "Hello! How can we help you?";

  @Test
  void aPageThatIsOpenForgetsItAndGoesOn() {
    Page page = opened(new Browser.NewContextOptions());
    write(page, "my old secret");
    String first = ticket(page);
    gateway.reply(first, "the old answer");
    assertThat(line(page, "the old answer")).isVisible();

    purge(first);
    assertThat(line(page, GREETING)).isVisible();
    assertBegunAnew(page, first);

    write(page, "something new");
    assertThat(line(page, "something new").locator("time")).isVisible();
    String second = ticket(page);
    assertNotEquals(first, second);
    gateway.reply(second, "the new answer");
    assertThat(line(page, "the new answer")).isVisible();
    assertEquals(List.of("something new", "the new answer"), messages(second));
    assertBegunAnew(page, first);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasNotSentYetIsKeptAndSentOnce(boolean reload) throws Exception {
    try (FlakyProxy proxy = FlakyProxy.to(gateway.port())) {
      Page page = blank(new Browser.NewContextOptions());
      page.navigate("http://127.0.0.1:" + proxy.port() + "/demo");
      launcher(page).click();
      write(page, "my old secret");
      String first = ticket(page);
      assertThat(line(page, "my old secret").locator("time")).isVisible();

      proxy.cut();
      assertThat(page.locator("header .status")).containsText("No connection");
      write(page, "not sent yet");
      purge(first);
      proxy.mend();
      if (reload) {
        page.reload();
      }

      assertThat(line(page, "not sent yet").locator("time")).isVisible();
      assertBegunAnew(page, first);
      String second = ticket(page);
      assertNotEquals(first, second);
      assertEquals(List.of("not sent yet"), messages(second));
    }
  }

  private void purge(String ticket) {
    gateway.transition(ticket, "delete");
    gateway.transition(ticket, "purge");
  }

  private static void assertBegunAnew(Page page, String purged) {
    assertThat(line(page, "my old secret")).hasCount(0);
    assertThat(line(page, "the old answer")).hasCount(0);
    assertThat(page.locator("header .status")).not().containsText(purged);
    assertThat(page.locator(".notice")).isHidden();
  }

  private List<String> messages(String ticket) {
    return gateway.ticket(ticket).getJsonArray("thread").stream()
        .map(JsonObject.class::cast)
        .filter(entry -> "message".equals(entry.getString("kind")))
        .map(entry -> entry.getString("text"))
        .toList();
  }
}
