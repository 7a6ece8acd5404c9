package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.omnigate.gateway.FlakyProxy;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class LiveQueuePageTest extends BrowserTest {
  @Test
  void aContactThatArrivesAppearsAtItsPlaceWithoutReload() {
    String ordinary = gateway.chat("Lena Fischer", "Where is my parcel?").getString("ticket");
    Page page = signedIn();
    row(page, ordinary).waitFor();
    page.evaluate("() => (window.sameDocument = true)");

    JsonObject visitor = gateway.chat(null, "Do you deliver on Saturdays?");
    Locator arrived = row(page, visitor.getString("ticket"));
    assertThat(arrived).containsText(visitor.getString("visitor"));
    assertThat(arrived).containsText("Do you deliver on Saturdays?");
    String urgent = gateway.chat("Priya Raman", "I cannot log in").getString("ticket");
    gateway.patch(urgent, new JsonObject().put("priority", "urgent"));

    assertThat(page.locator(".row").first()).hasAttribute("data-id", urgent);
    assertEquals(gateway.queue(), rows(page));
    assertThat(page.locator("[aria-live=polite]")).containsText("new contact");
    assertEquals(true, page.evaluate("() => window.sameDocument"));
  }

  @Test
  void afterABrokenConnectionThePageShowsWhatTheApiAnswers() throws Exception {
    String before = gateway.chat("Ann Before", "written before").getString("ticket");
    String solved = gateway.chat("Bo Solved", "solved meanwhile").getString("ticket");
    try (FlakyProxy proxy = FlakyProxy.to(gateway.port())) {
      Page page =
          signedIn("http://127.0.0.1:" + proxy.port() + "/", new Browser.NewContextOptions());
      row(page, before).waitFor();
      page.evaluate("() => (window.sameDocument = true)");

      proxy.cut();
      page.locator("omni-connection button.waiting").waitFor();
      for (int i = 0; i < 7; i++) {
        gateway.chat("Meanwhile " + i, "written while the connection was down");
      }
      gateway.transition(solved, "resolve");
      gateway.patch(before, new JsonObject().put("priority", "high"));
      assertThat(row(page, solved)).isVisible();

      proxy.mend();
      live(page).waitFor();
      assertThat(row(page, solved)).hasCount(0);
      assertThat(page.locator(".row", new Page.LocatorOptions().setHasText("Meanwhile")))
          .hasCount(7);
      assertEquals(gateway.queue(), rows(page));
      assertEquals(true, page.evaluate("() => window.sameDocument"));
    }
  }

  @Test
  void filtersAreKeptInTheAddress() {
    String mine = gateway.chat("Filter One", "needle in the haystack").getString("ticket");
    gateway.patch(mine, new JsonObject().put("priority", "low"));
    String other = gateway.chat("Filter Two", "needle too").getString("ticket");
    Page page = signedIn();

    page.getByLabel("Search").fill("needle");
    assertThat(row(page, other)).isVisible();
    page.getByLabel("priority", new Page.GetByLabelOptions().setExact(true)).selectOption("low");
    assertThat(row(page, other)).hasCount(0);
    assertThat(row(page, mine)).isVisible();
    page.reload();

    assertThat(row(page, mine)).isVisible();
    assertThat(row(page, other)).hasCount(0);
    assertThat(page.getByLabel("Search")).hasValue("needle");
  }

  @Test
  void anEmptyListSaysSoKindly() {
    Page page = signedIn(gateway.url() + "/#/postponed", new Browser.NewContextOptions());

    assertThat(page.getByText("Nothing here")).isVisible();
    page.getByLabel("Search").fill("no such words anywhere");
    assertThat(page.getByText("Nothing matches")).isVisible();
  }
}
